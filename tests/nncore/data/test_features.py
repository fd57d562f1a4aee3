from typing import Any

import numpy as np
import pytest

from nncore.data import load
from nncore.data.features import FEATURES
from nncore.errors import DataError


def test_features_are_the_playgrounds_seven() -> None:
    plain = load("spiral", noise=10, seed=3)
    data = load("spiral", noise=10, seed=3, features=list(FEATURES))
    x1, x2 = plain.x_train.T.astype(float)
    expected = [x1, x2, x1**2, x2**2, x1 * x2, np.sin(x1), np.sin(x2)]
    np.testing.assert_allclose(data.x_train, np.stack(expected, axis=1), atol=1e-5)
    np.testing.assert_array_equal(data.y_train, plain.y_train)
    assert data.feature_names == ("x1", "x2", "x1^2", "x2^2", "x1x2", "sin(x1)", "sin(x2)")
    assert data.x_test.shape == (250, 7)


def test_features_come_in_the_order_asked_for() -> None:
    data, plain = load("gauss", features=["x2", "x1"]), load("gauss")
    np.testing.assert_array_equal(data.x_test, plain.x_test[:, ::-1])


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ("x1", "features must be a list out of x1, x2, x1\\^2"),
        ([], "features must be a list"),
        (5, "features must be a list"),
        (["x3"], "there is no feature 'x3'; there are x1, x2"),
        ([["x1"]], "there is no feature"),
        (["x1", "x1"], "each feature may stand once, got x1, x1"),
    ],
)
def test_other_features_are_refused(features: Any, said: str) -> None:
    with pytest.raises(DataError, match=f"'circle': {said}"):
        load("circle", features=features)
