"""Data small enough to check by hand: the truth tables and the worked example."""

import numpy as np

from nncore.data.dataset import Dataset

_TABLES = {
    "and": (0, 0, 0, 1),
    "or": (0, 1, 1, 1),
    "nand": (1, 1, 1, 0),
    "xor-table": (0, 1, 1, 0),
}


def logic_table(name: str) -> Dataset:
    """The four rows of "and", "or", "nand" or "xor-table"; the test part is the same four."""
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    y = np.array(_TABLES[name])
    return Dataset(
        name=name,
        x_train=x,
        y_train=y,
        x_test=x,
        y_test=y,
        class_names=("0", "1"),
        source=f"truth table of {name.removesuffix('-table').upper()}",
        feature_names=("a", "b"),
    )


def worked_example() -> Dataset:
    """One example: (0.05, 0.10) should give (0.01, 0.99), as in Mazur's step-by-step text.

    The numbers are float64, so that every printed digit of the text can be met; the test part
    is the same example.
    """
    x = np.array([[0.05, 0.10]])
    y = np.array([[0.01, 0.99]])
    return Dataset(
        name="worked-example",
        x_train=x,
        y_train=y,
        x_test=x,
        y_test=y,
        source="Matt Mazur, A Step by Step Backpropagation Example",
        feature_names=("i1", "i2"),
    )
