import json
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncore.errors import SpecError
from nncore.schedules import (
    SCHEDULES,
    Constant,
    CosineDecay,
    ExponentialDecay,
    OneCycle,
    Schedule,
    StepDecay,
    WarmUp,
)

EXAMPLES: dict[str, Schedule] = {
    "Constant": Constant(value=0.5),
    "StepDecay": StepDecay(decay_steps=3, decay_rate=0.5),
    "ExponentialDecay": ExponentialDecay(decay_steps=4, decay_rate=0.25),
    "CosineDecay": CosineDecay(alpha=0.1),
    "WarmUp": WarmUp(warmup_steps=4, start=0.2, then=CosineDecay(decay_steps=5)),
    "OneCycle": OneCycle(pct_start=0.4, div_factor=10, final_div_factor=100),
}
each = pytest.mark.parametrize("name", EXAMPLES)


def factors(schedule: Schedule, total: int, steps: int | None = None) -> list[float]:
    return [schedule.factor(t, total) for t in range(steps or total)]


def test_every_schedule_has_an_example() -> None:
    assert set(EXAMPLES) == set(SCHEDULES)
    assert all(schedule.formula and schedule.__doc__ for schedule in SCHEDULES.values())


@each
def test_json_round_trip_through_text(name: str) -> None:
    schedule = EXAMPLES[name]
    for defaults in (False, True):
        text = json.dumps(schedule.to_json(defaults=defaults))
        assert Schedule.from_json(json.loads(text)) == schedule


def test_constant_and_steps() -> None:
    assert factors(Constant(), 3) == [1, 1, 1]
    assert factors(StepDecay(decay_steps=2, decay_rate=0.5), 6) == [1, 1, 0.5, 0.5, 0.25, 0.25]


def test_exponential_reaches_its_rate_at_the_end_of_its_steps() -> None:
    smooth = ExponentialDecay(decay_steps=4, decay_rate=0.16)
    assert factors(smooth, 9)[::2] == pytest.approx([1, 0.4, 0.16, 0.064, 0.0256])
    assert factors(smooth.replace(staircase=True), 5) == pytest.approx([1, 1, 1, 1, 0.16])
    assert ExponentialDecay(decay_rate=0.1).factor(70, 70) == pytest.approx(0.1)


def test_cosine_follows_its_formula_and_stays_at_the_end() -> None:
    expected = [0.5 + 0.5 * math.cos(math.pi * t / 10) for t in range(11)]
    assert factors(CosineDecay(), 10, 11) == pytest.approx(expected)
    floor = CosineDecay(decay_steps=10, alpha=0.2)
    assert [floor.factor(t, 99) for t in (0, 5, 10, 50)] == pytest.approx([1, 0.6, 0.2, 0.2])


def test_warm_up_rises_straight_and_hands_over() -> None:
    assert factors(WarmUp(warmup_steps=4), 6) == [0, 0.25, 0.5, 0.75, 1, 1]
    assert WarmUp(warmup_steps=4, start=0.2).factor(2, 9) == pytest.approx(0.6)
    assert WarmUp(warmup_steps=0).factor(0, 5) == 1
    cosine = WarmUp(warmup_steps=2, then=CosineDecay())
    assert factors(cosine, 12)[2:] == factors(CosineDecay(), 10)


def test_one_cycle_is_that_of_pytorch() -> None:
    # OneCycleLR(max_lr=1, total_steps=10, pct_start=0.4): its milestones are 3 and 9.
    seen = factors(OneCycle(pct_start=0.4), 10)
    assert seen[0] == pytest.approx(0.04)
    assert seen[1] == pytest.approx(0.04 + 0.96 * (1 - math.cos(math.pi / 3)) / 2)
    assert seen[3] == 1
    assert seen[6] == pytest.approx((1 + 4e-6) / 2)
    assert seen[9] == pytest.approx(4e-6)
    assert all(a < b for a, b in pairwise(seen[:4]))
    assert all(a > b for a, b in pairwise(seen[3:]))


@given(
    name=st.sampled_from(list(EXAMPLES)),
    total=st.integers(0, 10**6),
    step=st.integers(0, 2 * 10**6),
)
def test_factor_stays_between_nothing_and_the_full_rate(name: str, total: int, step: int) -> None:
    assert 0 <= EXAMPLES[name].factor(step, total) <= 1 + 1e-12


@each
@pytest.mark.parametrize("total", [1, 2, 3])
def test_shortest_runs_have_a_factor(name: str, total: int) -> None:
    default = SCHEDULES[name]()
    assert all(0 <= default.factor(t, total) <= 1 for t in range(total + 2))


def test_bad_settings_are_refused_in_words() -> None:
    with pytest.raises(SpecError, match=r"unknown schedule 'Cosine'.*mean 'CosineDecay'"):
        Schedule.from_json({"type": "Cosine"})
    with pytest.raises(SpecError, match="decay_steps must be a whole number at least 1"):
        StepDecay(decay_steps=0)
    with pytest.raises(SpecError, match="pct_start must be a number above 0 and below 1"):
        OneCycle(pct_start=1)
    with pytest.raises(SpecError, match=r"then must be an object whose type is one of .* or null"):
        WarmUp(then=3)  # type: ignore[arg-type]


def test_warm_ups_do_not_nest() -> None:
    deep: dict[str, object] = {"type": "WarmUp"}
    for _ in range(5000):
        deep = {"type": "WarmUp", "then": deep}
    for inner in (WarmUp(), deep):
        with pytest.raises(SpecError, match="another schedule than WarmUp"):
            WarmUp(then=inner)  # type: ignore[arg-type]
