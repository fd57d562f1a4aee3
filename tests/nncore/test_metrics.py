import numpy as np
import pytest

from nncore.metrics import accuracy, class_report, confusion_matrix, predicted_labels


def labels(seed: int, classes: int = 5, n: int = 200) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, classes, n), rng.integers(0, classes, n)


def test_confusion_matrix_counts_truth_by_prediction() -> None:
    true, predicted = labels(0)
    matrix = confusion_matrix(true, predicted, 5)
    for t in range(5):
        for p in range(5):
            count = sum(1 for a, b in zip(true, predicted, strict=True) if (a, b) == (t, p))
            assert matrix[t, p] == count


def test_report_is_that_of_counting_by_hand() -> None:
    true, predicted = labels(1)
    report = class_report(confusion_matrix(true, predicted, 5))
    f1s = []
    for c in range(5):
        hits = sum(1 for a, b in zip(true, predicted, strict=True) if a == b == c)
        precision = hits / sum(1 for b in predicted if b == c)
        recall = hits / sum(1 for a in true if a == c)
        f1s.append(2 * precision * recall / (precision + recall))
        assert report.precision[c] == pytest.approx(precision)
        assert report.recall[c] == pytest.approx(recall)
        assert report.f1[c] == pytest.approx(f1s[-1])
        assert report.support[c] == sum(1 for a in true if a == c)
    assert report.macro_f1 == pytest.approx(sum(f1s) / 5)
    assert report.macro_precision == pytest.approx(report.precision.mean())
    assert report.macro_recall == pytest.approx(report.recall.mean())
    assert report.accuracy == pytest.approx(accuracy(true, predicted))


def test_class_that_is_absent_or_never_predicted_scores_zero() -> None:
    true = np.array([0, 0, 1, 3])
    predicted = np.array([0, 2, 0, 3])  # 1 is never predicted, 2 and 4 do not occur
    report = class_report(confusion_matrix(true, predicted, 5))
    np.testing.assert_array_equal(report.precision, [0.5, 0, 0, 1, 0])
    np.testing.assert_array_equal(report.recall, [0.5, 0, 0, 1, 0])
    np.testing.assert_array_equal(report.f1, [0.5, 0, 0, 1, 0])
    np.testing.assert_array_equal(report.support, [2, 1, 0, 1, 0])
    assert report.macro_f1 == pytest.approx(0.3)


def test_no_samples_score_zero() -> None:
    none = np.zeros(0, np.int64)
    matrix = confusion_matrix(none, none, 3)
    assert matrix.shape == (3, 3)
    assert class_report(matrix).accuracy == 0
    assert class_report(matrix).macro_f1 == 0
    assert accuracy(none, none) == 0


def test_predicted_label_is_the_most_probable_class() -> None:
    p = np.random.default_rng(2).random((20, 4))
    expected = [max(range(4), key=lambda c, row=row: row[c]) for row in p]
    np.testing.assert_array_equal(predicted_labels(p), expected)


def test_one_sigmoid_output_is_a_label_above_one_half() -> None:
    p = np.array([[0.2], [0.5], [0.51], [1.0]])
    np.testing.assert_array_equal(predicted_labels(p), [0, 0, 1, 1])


def test_accuracy_is_the_share_of_equal_labels() -> None:
    assert accuracy(np.array([0, 1, 2, 2]), np.array([0, 1, 2, 0])) == 0.75
