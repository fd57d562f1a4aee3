"""The engine's sentences in another language: recognized, and said again with the same values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine_messages import MESSAGES, engine_message
from app.i18n import install_language
from nncore.layers import LAYERS
from nncore.spec import NetworkSpec
from nncore.training.config import load_recipe
from nncore.training.start import why_not_trained

NNCORE = Path(__file__).resolve().parents[2] / "nncore"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def chinese(qapp) -> Iterator[None]:
    install_language(qapp, "zh_CN")
    yield
    install_language(qapp, "en")


def pieces(node: ast.AST) -> str:
    """The text of a literal, its values left out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(pieces(v) if isinstance(v, ast.Constant) else "\0" for v in node.values)
    return ""


def test_every_message_is_one_of_nncore():
    texts = {
        pieces(node)
        for path in NNCORE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    }
    said = "\n".join(texts)
    strange = [
        message
        for message in MESSAGES
        if not all(piece in said for piece in re.split(r"\{\d\}", message))
    ]
    assert strange == []


@pytest.mark.parametrize("first", sorted(LAYERS))
def test_layers_that_cannot_stand_are_told_in_chinese(chinese, first):
    spec = {"input_shape": [7], "layers": [{"type": "Flatten"}]}
    for shape in ([7], [5, 5, 1], [6, 3]):
        try:
            layer = LAYERS[first]()
        except TypeError:  # a setting has no default: nothing to stand anywhere
            return
        error = NetworkSpec.chain(tuple(shape), [layer]).infer().error
        if error is not None:
            said = engine_message(str(error))
            assert CHINESE.search(said), (error, spec)
            assert not re.search(r"[a-z]{4,} [a-z]{3,} [a-z]{3,}", said), said


def test_values_stay_and_the_layer_is_named(chinese):
    text = "dense_1: Dense needs a vector (put a Flatten before it); it would receive 28 × 28 × 1"
    assert engine_message(text) == (
        "dense_1: Dense 需要向量（在它前面放一个 Flatten）；现在会收到 28 × 28 × 1"
    )


def test_divergence_is_told_whole(chinese):
    text = (
        "diverged: the loss became 6.721e+08 at step 2 with learning rate 50; at step 1 dense_1 "
        "moved by 6.5e+02 times its size (about 0.001 is usual); 32% of the units are dead "
        "(stuck, so that they hardly learn); try a learning rate of 20"
    )
    said = engine_message(text)
    assert not re.search(r"[a-z]{3,} [a-z]{2,}", said), said
    for value in ("6.721e+08", "50", "dense_1", "6.5e+02", "32%", "20"):
        assert value in said


def test_network_that_is_only_looked_at_is_told(chinese):
    assert CHINESE.search(engine_message(why_not_trained(load_recipe("vgg-16"))))


def test_english_and_unknown_sentences_stay_as_they_are(qapp, chinese):
    assert engine_message("something else happened") == "something else happened"
    install_language(qapp, "en")
    text = "dense_1: Dense needs a vector (put a Flatten before it); it would receive 28 × 28 × 1"
    assert engine_message(text) == text
    assert engine_message("") == ""
