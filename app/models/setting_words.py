"""Settings in words: what nncore declares of them, in the language of the window."""

from app.i18n import engine_text, translate
from nncore.hyperparameters import Hyperparameter

_NAMES = {
    "use_bias": "bias",
    "validation_split": "validation share",
    "ema_decay": "EMA decay",
    "min_delta": "least gain",
    "min_lr": "least rate",
    "l1": "L1",
    "l2": "L2",
}


def english_words(name: str) -> str:
    """What a setting is called, before translation: ``batch size`` for ``batch_size``."""
    return _NAMES.get(name, name.replace("_", " "))


def setting_words(name: str) -> str:
    """What a setting is called; of a dotted path, every part of it."""
    return ".".join(engine_text(english_words(part)) for part in name.split("."))


def setting_tip(hyper: Hyperparameter) -> str:
    """What a setting does, and its range."""
    tip, allowed = engine_text(hyper.help), range_words(hyper)
    return translate("Settings", "{0} ({1})").format(tip, allowed) if allowed else tip


def range_words(hyper: Hyperparameter) -> str:
    """The range of a setting: "at least 0 and below 1"; "" where there is none."""
    words = []
    if hyper.minimum is not None:
        least = translate("Settings", "at least {0}")
        text = translate("Settings", "above {0}") if hyper.open_minimum else least
        words.append(text.format(_number(hyper.minimum)))
    if hyper.maximum is not None:
        most = translate("Settings", "at most {0}")
        text = translate("Settings", "below {0}") if hyper.open_maximum else most
        words.append(text.format(_number(hyper.maximum)))
    return translate("Settings", " and ").join(words)


def _number(bound: float) -> str:
    return f"{bound:,}" if isinstance(bound, int) else f"{bound:g}"
