"""Data small enough to check by hand."""

import numpy as np

from nncore.data.dataset import Dataset


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
