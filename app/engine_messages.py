"""What the engine says of a fault, in the language of the window.

nncore knows no translator and fills its sentences with names and numbers. So a sentence is
recognized by its shape, and said again with the same values. What is not in the list stays as
it is; `tests/app/test_engine_messages.py` holds the list to the sentences of nncore.
"""

import re
from functools import cache

from app.i18n import mark, translate

CONTEXT = "EngineMessages"

MESSAGES = (
    mark("EngineMessages", "{0} takes one input; it would receive {1}"),
    mark("EngineMessages", "{0} needs {1}; it would receive {2}"),
    mark("EngineMessages", "a vector (put a Flatten before it)"),
    mark("EngineMessages", "two or more inputs of one shape"),
    mark("EngineMessages", "two or more inputs that differ along axis {0} only"),
    mark("EngineMessages", "only {0}"),
    mark("EngineMessages", "an image: height × width × channels"),
    mark("EngineMessages", "a picture of height × width × channels"),
    mark("EngineMessages", "a sequence: steps × features (a Reshape can make one)"),
    mark(
        "EngineMessages",
        "{0} reads {1} values along the {2}, which has only {3}; choose a smaller window or "
        'padding "same"',
    ),
    mark("EngineMessages", "the name {0} is taken; every layer needs its own"),
    mark("EngineMessages", "reads no layer yet; link it to one"),
    mark("EngineMessages", "reads {0}, which is no layer before it; there are {1}"),
    mark(
        "EngineMessages",
        "is disabled and reads {0} layers; only a layer with one input can be passed by",
    ),
    mark("EngineMessages", "shares must be a layer before it; there are {0}; received {1}"),
    mark(
        "EngineMessages",
        "shares the parameters of {0}, which is disabled; enable it, or let this layer have its "
        "own",
    ),
    mark("EngineMessages", "its {0} {1} would have more than {2} values"),
    mark("EngineMessages", "the network would have {0} parameters; at most {1} are possible"),
    mark("EngineMessages", "outputs: {0} stands there twice"),
    mark(
        "EngineMessages",
        "{0} is there to be looked at, layer by layer; with {1} parameters it is not trained here",
    ),
    mark("EngineMessages", "the network reads {0}; a sample of {1} has {2}"),
    mark("EngineMessages", "validation_split {0} leaves nothing of {1} samples to train on"),
    mark("EngineMessages", "{0} has only the class {1}; two are needed"),
    mark("EngineMessages", "diverged: {0} at step {1} with {2}"),
    mark("EngineMessages", "the loss became {0}"),
    mark("EngineMessages", "the weights are no finite numbers any more"),
    mark("EngineMessages", "learning rate {0} (set to {1})"),
    mark("EngineMessages", "learning rate {0}"),
    mark(
        "EngineMessages",
        "at step {0} {1} moved by {2} times its size (about 0.001 is usual)",
    ),
    mark(
        "EngineMessages", "{0} of the units are dead (stuck, so that they hardly learn)"
    ),
    mark("EngineMessages", "back to the weights of step {0}"),
    mark("EngineMessages", "try a learning rate of {0}"),
)  # fmt: skip
"""The first that fits is taken."""


def engine_message(text: str) -> str:
    """A sentence of the engine, in the language of the window where it is known."""
    for message, shape in _shapes():
        found = shape.fullmatch(text)
        if found is not None:
            parts = (engine_message(part) for part in found.groups())
            return translate(CONTEXT, message).format(*parts)
    # Several sentences in a row, or the name of a layer before one.
    for joint in ("; ", ": "):
        first, found_joint, rest = text.partition(joint)
        if found_joint:
            said = engine_message(first), engine_message(rest)
            if said != (first, rest):
                return f"{said[0]}{joint}{said[1]}"
    return text


def engine_sentence(text: str) -> str:
    """The same with a capital at its beginning, where it stands alone."""
    said = engine_message(text)
    return said[:1].upper() + said[1:]


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each message with the expression that recognizes it."""
    shapes = []
    for message in MESSAGES:
        parts = re.split(r"\{\d\}", message)
        shapes.append((message, re.compile("(.+?)".join(map(re.escape, parts)), re.DOTALL)))
    return tuple(shapes)
