"""Judged samples in words: captions, tooltips, and the rows of tables."""

from collections.abc import Sequence

import numpy as np

from app.i18n import translate
from app.models.mistakes import Judged
from nncore.metrics import ClassReport

_INPUTS = 8
"""Numbers of a sample that are written out; more would not fit."""

Rows = list[list[str]]


def caption(judged: Judged, index: int) -> str:
    """The word below a picture: what it is, and what it is taken for where that is wrong."""
    if judged.samples.labels is None:
        return value_text(judged.errors[index])
    truth, said = _names(judged, index)
    return truth if truth == said else f"{truth} → {said}"


def sentence(judged: Judged, index: int) -> str:
    """What the tooltip of a picture says."""
    if judged.samples.labels is None:
        text = translate("Mistakes", "error {0}: click to see it in the network")
        return text.format(value_text(judged.errors[index]))
    truth, said = _names(judged, index)
    sure, of_truth = share_text(judged.confidence[index]), share_text(judged.of_truth[index])
    if truth == said:
        return translate("Mistakes", "{0}, read as {0} with {1}: click to see it").format(
            truth, sure
        )
    text = translate("Mistakes", "{0}, read as {1} with {2}; {0} gets {3}: click to see it")
    return text.format(truth, said, sure, of_truth)


def sample_table(judged: Judged, indices: np.ndarray) -> tuple[list[str], Rows, int]:
    """Headers, rows and the number of word columns for samples that are no pictures."""
    x = judged.samples.x[indices].reshape(len(indices), -1)[:, :_INPUTS]
    given = judged.samples.feature_names
    names = given[:_INPUTS] or tuple(f"x{i + 1}" for i in range(x.shape[1]))
    inputs = [[value_text(value) for value in row] for row in x]
    if judged.samples.labels is not None:
        headers = [
            translate("Mistakes", "truth"),
            translate("Mistakes", "answer"),
            translate("Mistakes", "share"),
            *names,
        ]
        answers = [[*_names(judged, i), share_text(judged.confidence[i])] for i in indices]
        left = 2
    else:
        assert judged.samples.targets is not None
        headers = [
            translate("Mistakes", "error"),
            translate("Mistakes", "target"),
            translate("Mistakes", "answer"),
            *names,
        ]
        targets, outputs = judged.samples.targets, judged.outputs
        answers = [
            [value_text(judged.errors[i]), _values_text(targets[i]), _values_text(outputs[i])]
            for i in indices
        ]
        left = 0
    return headers, [a + b for a, b in zip(answers, inputs, strict=True)], left


def class_table(report: ClassReport, names: Sequence[str]) -> tuple[list[str], Rows, list[str]]:
    """Headers, a row of scores for each class and one of means, and the headers' tooltips."""
    headers = [
        translate("Mistakes", "class"),
        translate("Mistakes", "precision"),
        translate("Mistakes", "recall"),
        "F1",
        translate("Mistakes", "samples"),
    ]
    tips = [
        translate("Mistakes", "What the sample is."),
        translate("Mistakes", "Of the samples read as this class, the share that is it."),
        translate("Mistakes", "Of the samples that are this class, the share read as it."),
        translate("Mistakes", "The harmonic mean of precision p and recall r: 2pr / (p + r)."),
        translate("Mistakes", "How many samples of this class were judged."),
    ]
    columns = (names, report.precision, report.recall, report.f1, report.support)
    rows = [
        [name, f"{p:.3f}", f"{r:.3f}", f"{f:.3f}", f"{int(n):,}"]
        for name, p, r, f, n in zip(*columns, strict=True)
    ]
    means = (report.macro_precision, report.macro_recall, report.macro_f1)
    total = f"{int(report.support.sum()):,}"
    rows.append([translate("Mistakes", "mean"), *(f"{mean:.3f}" for mean in means), total])
    return headers, rows, tips


def value_text(value: float) -> str:
    """A number for people: three digits that count, a true minus."""
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}")


def share_text(share: float) -> str:
    """A share in per cent."""
    return f"{100 * share:.1f} %"


def _names(judged: Judged, index: int) -> tuple[str, str]:
    """The true class of a sample and the one it is taken for."""
    assert judged.samples.labels is not None
    names = judged.samples.class_names
    return names[judged.samples.labels[index]], names[judged.predicted[index]]


def _values_text(values: np.ndarray) -> str:
    return ", ".join(value_text(value) for value in values[:4])
