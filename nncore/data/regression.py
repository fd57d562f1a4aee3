"""Numbers to predict from numbers: a curve and a price list whose true law is known."""

import numpy as np
from numpy.typing import NDArray

from nncore.data.dataset import Dataset
from nncore.data.options import check_number

PRICE_PER_SQUARE_METRE = 2.0
BASE_PRICE = 50.0
_AREA_RANGE = (30.0, 200.0)
_MOST = 1_000_000


def sin_plus_cos(
    *,
    samples: int = 200,
    test_samples: int = 100,
    noise: float = 0.0,
    low: float = -np.pi,
    high: float = np.pi,
    seed: int = 0,
) -> Dataset:
    """Draw points of y = sin(x) + cos(x): to train at random places, to test evenly spaced.

    The test points carry no noise, so the test error is the distance to the true curve.

    Args:
        samples: Training points.
        test_samples: Test points.
        noise: Standard deviation of the normal noise on the training values.
        low: Left end of the interval.
        high: Right end of the interval.
        seed: The same seed gives the same points.
    """
    what = "data set 'sin-plus-cos'"
    check_number(what, "samples", samples, 1, _MOST, whole=True)
    check_number(what, "test_samples", test_samples, 1, _MOST, whole=True)
    check_number(what, "noise", noise, 0, 100)
    check_number(what, "low", low, -1000, 1000)
    check_number(what, "high", high, low + 1e-3, 1000)
    check_number(what, "seed", seed, 0, 2**64 - 1, whole=True)
    rng = np.random.default_rng(seed)
    x_train = rng.uniform(low, high, samples)
    # Middles of equal stretches: never a training point but by accident.
    x_test = low + (high - low) * (np.arange(test_samples) + 0.5) / test_samples
    y_train = _curve(x_train) + noise * rng.standard_normal(samples)
    return Dataset(
        name="sin-plus-cos",
        x_train=x_train.astype(np.float32)[:, np.newaxis],
        y_train=y_train.astype(np.float32),
        x_test=x_test.astype(np.float32)[:, np.newaxis],
        y_test=_curve(x_test).astype(np.float32),
        source=f"y = sin(x) + cos(x), x in {low:.4g}..{high:.4g}, noise {noise:g}, seed {seed}",
        feature_names=("x",),
    )


def house_price(
    *, samples: int = 100, test_samples: int = 25, noise: float = 10.0, seed: int = 0
) -> Dataset:
    """Invented houses: price = 2 area + 50 + noise, in thousands, area 30..200 square metres.

    A Dense layer of one unit should find a kernel near 2 and a bias near 50; the least loss it
    can reach is the square of the noise. The areas are not scaled: that is a lesson of its own.

    Args:
        samples: Houses to train on.
        test_samples: Houses held out.
        noise: Standard deviation of the normal noise on the price.
        seed: The same seed gives the same houses.
    """
    what = "data set 'house-price'"
    check_number(what, "samples", samples, 1, _MOST, whole=True)
    check_number(what, "test_samples", test_samples, 1, _MOST, whole=True)
    check_number(what, "noise", noise, 0, 1000)
    check_number(what, "seed", seed, 0, 2**64 - 1, whole=True)
    rng = np.random.default_rng(seed)
    area = rng.uniform(*_AREA_RANGE, samples + test_samples)
    price = PRICE_PER_SQUARE_METRE * area + BASE_PRICE + noise * rng.standard_normal(area.size)
    x, y = area.astype(np.float32)[:, np.newaxis], price.astype(np.float32)
    return Dataset(
        name="house-price",
        x_train=x[:samples],
        y_train=y[:samples],
        x_test=x[samples:],
        y_test=y[samples:],
        source=f"generated: price = 2 area + 50 with noise {noise:g}, seed {seed}",
        feature_names=("area",),
    )


def _curve(x: NDArray[np.float64]) -> NDArray[np.float64]:
    y: NDArray[np.float64] = np.sin(x) + np.cos(x)
    return y
