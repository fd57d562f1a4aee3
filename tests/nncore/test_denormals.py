import numpy as np
import pytest

from nncore import denormals
from nncore.data import Dataset
from nncore.denormals import NoDenormals
from nncore.layers import Dense
from nncore.optimizers import Adam
from nncore.spec import NetworkSpec
from nncore.threads import get_threads, over_batch, set_threads
from nncore.training.config import RunConfig
from nncore.training.loop import Run

pytestmark = pytest.mark.skipif(denormals._C is None, reason="only for Linux on x86-64")

SMALL = np.array([1e-30], np.float32)


def product() -> float:
    return float((SMALL * np.float32(1e-12))[0])


def test_a_result_too_small_is_0_inside_and_itself_outside() -> None:
    assert 0 < product() < 1e-38
    with NoDenormals():
        assert product() == 0
    assert 0 < product() < 1e-38


def test_a_denormal_is_read_as_0_inside() -> None:
    denormal = np.array([1e-40], np.float32)
    with NoDenormals():
        raised = float((denormal * np.float32(1e10))[0])
    assert raised == 0
    assert float((denormal * np.float32(1e10))[0]) > 0


def test_an_error_inside_leaves_everything_as_before() -> None:
    with pytest.raises(ZeroDivisionError), NoDenormals():
        raise ZeroDivisionError
    assert product() > 0


def test_ordinary_numbers_have_the_same_bits_inside() -> None:
    x = np.random.default_rng(0).normal(size=(40, 40)).astype(np.float32)
    outside = np.exp(x) @ x
    with NoDenormals():
        assert np.array_equal(np.exp(x) @ x, outside)


def test_every_thread_of_a_batch_counts_them_as_0() -> None:
    before = get_threads()
    set_threads(3)
    found = np.full(3, 7.0)

    def work(start: int, stop: int) -> None:
        found[start:stop] = product()

    try:
        with NoDenormals():
            over_batch(work, 3)
    finally:
        set_threads(before)
    assert (found == 0).all()


def test_a_run_forgets_what_adam_remembers_of_a_silent_weight_and_only_there() -> None:
    x = np.zeros((1, 2), np.float32)
    data = Dataset("one", x, np.array([1]), x, np.array([1]), class_names=("no", "yes"))
    spec = NetworkSpec.chain((2,), [Dense(units=2, activation="softmax")])
    config = RunConfig(spec=spec, optimizer=Adam(), batch_size=1, epochs=3)
    run = Run(config, data)
    mean = run._updates.optimizers._slot("Adam/mean")
    mean[:4] = 1.3e-38  # of weights that no input reaches: 0.9 times this is denormal
    for _ in run.events():
        assert product() > 0, "the caller's arithmetic must be as it was"
    assert (mean[:4] == 0).all()
    assert (mean[4:] != 0).all()
