import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from nncore.errors import SpecError
from nncore.kernels import NUMPY
from nncore.optimizers import OPTIMIZERS, SGD, Adam, AdamW, Optimizer, OptimizerState, RMSprop

STEPS = 10
Rule = Callable[[float, Iterator[float]], float]


def sgd(w: float, gs: Iterator[float], lr: float = 0.1) -> float:
    for g in gs:
        w -= lr * g
    return w


def momentum(w: float, gs: Iterator[float], lr: float = 0.1, mu: float = 0.9) -> float:
    v = 0.0
    for g in gs:
        v = mu * v - lr * g
        w = w + v
    return w


def nesterov(w: float, gs: Iterator[float], lr: float = 0.1, mu: float = 0.9) -> float:
    v = 0.0
    for g in gs:
        v = mu * v - lr * g
        w = w + mu * v - lr * g
    return w


def rmsprop(w: float, gs: Iterator[float], lr: float = 0.01, rho: float = 0.8) -> float:
    s = 0.0
    for g in gs:
        s = rho * s + (1 - rho) * g**2
        w -= lr * g / math.sqrt(s + 1e-7)
    return w


def adam(w: float, gs: Iterator[float], lr: float = 0.01, decay: float = 0.0) -> float:
    m = s = 0.0
    for t, g in enumerate(gs, 1):
        w -= lr * decay * w
        m = 0.9 * m + 0.1 * g
        s = 0.999 * s + 0.001 * g**2
        # The unbiased estimates, with Keras's epsilon beside the biased root.
        root = math.sqrt(1 - 0.999**t)
        w -= lr * (m / (1 - 0.9**t)) / (math.sqrt(s) / root + 1e-7 / root)
    return w


def adamw(w: float, gs: Iterator[float]) -> float:
    return adam(w, gs, decay=0.05)


CASES: dict[str, tuple[Optimizer, Rule]] = {
    "SGD": (SGD(learning_rate=0.1), sgd),
    "momentum": (SGD(learning_rate=0.1, momentum=0.9), momentum),
    "nesterov": (SGD(learning_rate=0.1, momentum=0.9, nesterov=True), nesterov),
    "nesterov without momentum": (SGD(learning_rate=0.1, nesterov=True), sgd),
    "RMSprop": (RMSprop(learning_rate=0.01, rho=0.8), rmsprop),
    "Adam": (Adam(learning_rate=0.01), adam),
    "AdamW": (AdamW(learning_rate=0.01, weight_decay=0.05), adamw),
}
each = pytest.mark.parametrize("case", CASES)


def gradients(size: int = 40) -> np.ndarray:
    return np.random.default_rng(1).normal(size=(STEPS, size)) * np.logspace(-4, 2, size)


def start(size: int = 40) -> np.ndarray:
    return np.random.default_rng(2).normal(size=size)


def run(
    optimizer: Optimizer,
    dtype: str = "float64",
    segments: list[tuple[int, int]] | None = None,
    size: int = 40,
) -> tuple[np.ndarray, OptimizerState]:
    w = start(size).astype(dtype)
    state = OptimizerState(size, w.dtype)
    for g in gradients(size):
        state.apply(optimizer, w, g.astype(dtype), [(0, size)] if segments is None else segments)
    return w, state


def test_every_optimizer_has_an_oracle() -> None:
    assert {type(optimizer) for optimizer, _ in CASES.values()} == set(OPTIMIZERS.values())


@each
def test_ten_steps_follow_the_formula(case: str) -> None:
    optimizer, rule = CASES[case]
    w, state = run(optimizer)
    expected = [rule(w0, iter(gs)) for w0, gs in zip(start(), gradients().T, strict=True)]
    np.testing.assert_allclose(w, expected, rtol=1e-11, atol=1e-13)
    assert state.step == STEPS
    assert state.steps == {optimizer.type_name: STEPS}
    assert set(state.slots) == {f"{optimizer.type_name}/{s}" for s in optimizer.slots_used()}


@each
def test_float32_follows_float64(case: str) -> None:
    optimizer, _ = CASES[case]
    w, state = run(optimizer, "float32")
    assert w.dtype == np.float32
    assert all(slot.dtype == np.float32 for slot in state.slots.values())
    np.testing.assert_allclose(w, run(optimizer)[0], rtol=2e-5, atol=2e-6)


@each
def test_size_of_the_blocks_changes_no_bit(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    optimizer, _ = CASES[case]
    whole, _ = run(optimizer, "float32")
    for block in (1, 7, 39, 40):
        monkeypatch.setattr(NUMPY, "block", block)
        np.testing.assert_array_equal(run(optimizer, "float32")[0], whole)


@each
def test_frozen_segments_stay_and_the_others_move_the_same(case: str) -> None:
    optimizer, _ = CASES[case]
    free, _ = run(optimizer)
    w, state = run(optimizer, segments=[(0, 5), (20, 33)])
    moving = np.r_[0:5, 20:33]
    frozen = np.setdiff1d(np.arange(40), moving)
    np.testing.assert_array_equal(w[frozen], start()[frozen])
    np.testing.assert_array_equal(w[moving], free[moving])
    for slot in state.slots.values():
        assert not slot[frozen].any()


@each
def test_zero_gradient_keeps_values_finite(case: str) -> None:
    optimizer, _ = CASES[case]
    w = start()
    state = OptimizerState(40, w.dtype)
    state.apply(optimizer, w, np.zeros(40), [(0, 40)])
    assert np.isfinite(w).all()
    if case != "AdamW":
        np.testing.assert_array_equal(w, start())


@each
def test_values_beyond_the_floats_give_no_warning(case: str) -> None:
    optimizer = CASES[case][0].replace(learning_rate=1e300)
    w = np.ones(4, np.float32)
    state = OptimizerState(4, w.dtype)
    for _ in range(3):
        state.apply(optimizer, w, np.full(4, 1e30, np.float32), [(0, 4)])
    assert not np.isfinite(w).any()


@each
def test_saved_slots_go_on_bit_for_bit(case: str) -> None:
    optimizer, _ = CASES[case]
    whole, _ = run(optimizer)
    w = start()
    first = OptimizerState(40, w.dtype)
    for g in gradients()[:4]:
        first.apply(optimizer, w, g.copy(), [(0, 40)])
    second = OptimizerState(40, w.dtype)
    saved = {name: slot.copy() for name, slot in first.slots.items()}
    second.load(first.step, first.steps, saved)
    for g in gradients()[4:]:
        second.apply(optimizer, w, g.copy(), [(0, 40)])
    np.testing.assert_array_equal(w, whole)


@each
def test_optimizer_starts_afresh_after_another(case: str) -> None:
    """Neither the slots nor the step count of the one before count for the next."""
    optimizer, _ = CASES[case]
    others = [other for other, _ in CASES.values() if type(other) is not type(optimizer)]
    state = OptimizerState(40, start().dtype)
    for other in others:
        for g in gradients()[:3]:
            state.apply(other, start(), g.copy(), [(0, 40)])
    w = start()
    for g in gradients():
        state.apply(optimizer, w, g.copy(), [(0, 40)])
    np.testing.assert_array_equal(w, run(optimizer)[0])
    assert state.step == STEPS + 3 * len(others)


@each
def test_optimizer_goes_on_where_it_was_after_another_in_between(case: str) -> None:
    optimizer, _ = CASES[case]
    other = Adam() if isinstance(optimizer, SGD) else SGD(momentum=0.5)
    w, state = start(), OptimizerState(40, start().dtype)
    for i, g in enumerate(gradients()):
        state.apply(optimizer, w, g.copy(), [(0, 40)])
        if i == 4:
            state.apply(other, start(), g.copy(), [(0, 40)])
    np.testing.assert_array_equal(w, run(optimizer)[0])


def test_velocity_is_forgotten_while_there_is_no_momentum() -> None:
    w, state = start(), OptimizerState(40, start().dtype)
    rolling, plain = SGD(momentum=0.9), SGD()
    state.apply(rolling, w, gradients()[0], [(0, 40)])
    state.apply(plain, w, gradients()[1], [(0, 40)])
    before = w.copy()
    state.apply(rolling, w, np.zeros(40), [(0, 40)])
    np.testing.assert_array_equal(w, before)


@each
def test_factor_scales_the_learning_rate(case: str) -> None:
    optimizer, _ = CASES[case]
    w, state = start(), OptimizerState(40, start().dtype)
    for g in gradients():
        state.apply(optimizer, w, g.copy(), [(0, 40)], 0.5)
    half = optimizer.replace(learning_rate=optimizer.learning_rate * 0.5)
    np.testing.assert_array_equal(w, run(half)[0])


@each
def test_json_round_trip(case: str) -> None:
    optimizer, _ = CASES[case]
    assert Optimizer.from_json(optimizer.to_json()) == optimizer


def test_bad_settings_are_refused() -> None:
    with pytest.raises(SpecError, match="learning_rate must be a number at least 0; received -1"):
        SGD(learning_rate=-1)
    with pytest.raises(SpecError, match="momentum must be a number at least 0 and below 1"):
        SGD(momentum=1)
    with pytest.raises(SpecError, match="epsilon must be a number above 0; received 0"):
        Adam(epsilon=0)
    with pytest.raises(SpecError, match=r"unknown optimizer 'Adm'.*did you mean 'Adam'\?"):
        Optimizer.from_json({"type": "Adm"})
