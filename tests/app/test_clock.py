import pytest

import app.clock as clock_module
from app.clock import LONGEST_BURST, LONGEST_REST, SHARE, SHORTEST_REST, RefreshClock


class Time:
    """A clock's time that passes only when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Panel:
    def __init__(self, time: Time, name: str, drawn: list[str], cost: float = 0.01) -> None:
        self.dirty, self.urgent, self.visible = True, False, True
        self._time, self._name, self._drawn, self._cost = time, name, drawn, cost

    def isVisible(self) -> bool:
        return self.visible

    def refresh(self) -> None:
        assert not self.dirty, "what comes during a draw would be lost"
        self._drawn.append(self._name)
        self._time.now += self._cost


@pytest.fixture
def time(monkeypatch) -> Time:
    time = Time()
    monkeypatch.setattr(clock_module, "perf_counter", time)
    return time


@pytest.fixture
def drawn() -> list[str]:
    return []


@pytest.fixture
def busy() -> dict[str, bool]:
    return {"training": True}


@pytest.fixture
def clock(qapp, time, busy, drawn):
    clock = RefreshClock(lambda: drawn.append("collect"), lambda: busy["training"])
    yield clock
    clock.stop()


def live(clock: RefreshClock) -> None:
    """The events after what was fetched, and after each draw."""
    while clock._after_paint.isActive():
        clock._after_paint.stop()
        clock._on_painted()


def tick(clock: RefreshClock, drawn: list[str]) -> list[str]:
    """One tick and the paint events after it; what was drawn."""
    drawn.clear()
    clock._on_tick()
    live(clock)
    return [name for name in drawn if name != "collect"]


def test_what_has_come_is_fetched_each_tick_at_rest_and_less_often_in_training(
    clock, time, busy, drawn
):
    counts = {}
    for training in (True, False):
        busy["training"] = training
        drawn.clear()
        for _ in range(300):
            clock._on_tick()
            live(clock)
            time.now += 0.01
        counts[training] = drawn.count("collect")
    assert counts[False] == 300
    assert 3 / SHORTEST_REST * 0.8 <= counts[True] <= 3 / SHORTEST_REST * 1.1


def test_each_tick_draws_one_panel(clock, time, busy, drawn):
    busy["training"] = False
    for name in "ab":
        clock.add(Panel(time, name, drawn))
    assert tick(clock, drawn) == ["a"]
    assert tick(clock, drawn) == ["b"]
    assert tick(clock, drawn) == []


def test_training_is_held_while_all_panels_are_drawn_in_one_burst(qapp, time, drawn):
    holds: list[str] = []
    clock = RefreshClock(
        lambda: holds.append("collect"),
        lambda: True,
        hold=lambda: holds.append("hold"),
        release=lambda: holds.append("release"),
    )
    for name in "abc":
        clock.add(Panel(time, name, holds, cost=0.005))
    clock._on_tick()
    live(clock)
    assert holds == ["hold", "collect", "a", "b", "c", "release"]
    clock._on_tick()
    assert holds[-1] == "release", "it rests, and nothing is held for it"


def test_burst_ends_in_time_and_goes_on_with_those_left(clock, time, drawn):
    panels = {name: Panel(time, name, drawn, cost=LONGEST_BURST * 0.6) for name in "abc"}
    for panel in panels.values():
        clock.add(panel)
    assert tick(clock, drawn) == ["a", "b"]
    panels["a"].dirty = True
    time.now += LONGEST_REST
    assert tick(clock, drawn) == ["c", "a"]


def test_urgent_panel_does_not_keep_the_others_waiting(clock, time, drawn):
    pen, other = Panel(time, "pen", drawn, cost=0.002), Panel(time, "other", drawn, cost=0.005)
    clock.add(pen)
    clock.add(other)
    order = []
    for _ in range(40):
        pen.dirty = pen.urgent = other.dirty = True
        order += tick(clock, drawn)
        time.now += 0.04
    assert order.count("pen") == 40
    assert order.count("other") >= 5


def test_hidden_and_unchanged_panels_are_not_drawn(clock, time, busy, drawn):
    busy["training"] = False
    hidden, unchanged = Panel(time, "a", drawn), Panel(time, "b", drawn)
    hidden.visible, unchanged.dirty = False, False
    clock.add(hidden)
    clock.add(unchanged)
    assert tick(clock, drawn) == []
    hidden.visible = True
    assert tick(clock, drawn) == ["a"]


def test_panel_that_waited_longest_is_drawn_first(clock, time, busy, drawn):
    busy["training"] = False
    panels = {name: Panel(time, name, drawn) for name in "abc"}
    for panel in panels.values():
        clock.add(panel)
    order = []
    for _ in range(9):
        for panel in panels.values():
            panel.dirty = True
        order += tick(clock, drawn)
        time.now += 0.033
    assert order == list("abcabcabc")


def test_urgent_panel_is_drawn_at_once_even_while_resting(clock, time, drawn):
    dear, urgent = Panel(time, "dear", drawn, cost=0.05), Panel(time, "urgent", drawn)
    clock.add(dear)
    clock.add(urgent)
    assert tick(clock, drawn) == ["dear"]
    assert tick(clock, drawn) == [], "it rests"
    urgent.urgent = True
    assert tick(clock, drawn) == ["urgent"]
    assert not urgent.urgent


def test_drawing_keeps_to_its_share_of_the_time_while_training(clock, time, drawn):
    panel = Panel(time, "a", drawn, cost=0.02)
    clock.add(panel)
    began, count = time.now, 0
    while time.now - began < 20:
        panel.dirty = True
        count += len(tick(clock, drawn))
        time.now += 0.033
    share = count * 0.02 / (time.now - began)
    assert 0.8 * SHARE < share <= 1.05 * SHARE


def test_nobody_rests_while_nothing_trains(clock, time, busy, drawn):
    panel = Panel(time, "a", drawn, cost=0.05)
    clock.add(panel)
    busy["training"] = False
    for _ in range(5):
        panel.dirty = True
        assert tick(clock, drawn) == ["a"]


def test_dearest_panel_is_drawn_again_after_the_longest_rest(clock, time, drawn):
    panel = Panel(time, "a", drawn, cost=3.0)
    clock.add(panel)
    tick(clock, drawn)
    panel.dirty = True
    assert tick(clock, drawn) == []
    time.now += LONGEST_REST
    assert tick(clock, drawn) == ["a"]


def test_cost_counts_the_paint_events(clock, time, drawn):
    panel = Panel(time, "a", drawn, cost=0.01)
    clock.add(panel)
    assert clock.cost(panel) == 0
    clock._on_tick()
    clock._on_painted()  # draws it
    time.now += 0.03
    clock._on_painted()
    assert clock.cost(panel) == pytest.approx(0.04)


def test_one_slow_draw_is_soon_forgiven(clock, time, busy, drawn):
    busy["training"] = False
    panel = Panel(time, "a", drawn, cost=1.0)
    clock.add(panel)
    tick(clock, drawn)
    panel._cost = 0.01
    panel.dirty = True
    tick(clock, drawn)
    assert clock.cost(panel) == pytest.approx(0.01)


def test_panel_that_changes_while_it_is_drawn_is_drawn_again(clock, time, busy, drawn):
    busy["training"] = False

    class Restless(Panel):
        def refresh(self) -> None:
            super().refresh()
            self.dirty = not again
            again.append(1)

    again: list[int] = []
    clock.add(Restless(time, "a", drawn))
    assert tick(clock, drawn) == ["a"]
    assert tick(clock, drawn) == ["a"]
    assert tick(clock, drawn) == []


def test_running_clock_ticks_until_stopped(qtbot, monkeypatch):
    ticks = []
    clock = RefreshClock(lambda: ticks.append(1), lambda: False)
    clock.start()
    qtbot.waitUntil(lambda: len(ticks) >= 2)
    clock.stop()
    assert not clock._timer.isActive()
    assert not clock._after_paint.isActive()


def test_clock_that_was_stopped_in_a_draw_goes_on_when_started_again(clock, time, drawn):
    for name in "ab":
        clock.add(Panel(time, name, drawn))
    clock._on_tick()
    clock._on_painted()  # draws the first
    clock.stop()
    time.now += LONGEST_REST
    assert tick(clock, drawn) == ["b"], "a has been drawn, b was left"


def test_newest_weights_are_asked_for_once_shortly_before_each_burst(qapp, time):
    told: list[str] = []
    clock = RefreshClock(
        lambda: told.append("collect"), lambda: True, ask=lambda: told.append("ask")
    )
    for _ in range(130):
        clock._on_tick()
        live(clock)
        time.now += 0.01
    assert told[:1] == ["collect"], "there is nothing to wait for before the first"
    rounds = [told[place : place + 2] for place in range(1, len(told) - 1, 2)]
    assert len(rounds) >= 5
    assert all(each == ["ask", "collect"] for each in rounds)


def test_window_lives_between_fetching_and_the_first_draw_of_a_burst(clock, time, drawn):
    clock.add(Panel(time, "a", drawn))
    clock._on_tick()
    assert drawn == ["collect"]
    clock._on_tick()
    assert drawn == ["collect"], "the burst goes on first"
    live(clock)
    assert drawn == ["collect", "a"]
