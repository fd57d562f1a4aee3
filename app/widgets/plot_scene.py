"""What stands around the curves of a plot: ranges, ticks, legend, best mark and card."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.i18n import translate
from app.widgets.plot_canvas import Scene, Side
from app.widgets.plot_feed import Floats
from app.widgets.plot_legend import Row
from app.widgets.plot_lines import Ghost, Line, log10
from app.widgets.plot_scale import log_range, log_ticks, reading, round_range, round_step, ticks

Best = Literal["min", "max"]
Range = tuple[float, float]


@dataclass
class Look:
    """How the values of a plot are written and scaled.

    Attributes:
        percent: y is a share and is written as a percentage.
        best: Which end of y is marked as the best; None marks nothing.
        log: The y axis is logarithmic.
        ghost: The colour of earlier runs.
    """

    x_title: str
    y_title: str
    percent: bool
    best: Best | None
    log: bool = False
    ghost: str = ""

    def text(self, y: float) -> str:
        """A value as people read it."""
        return reading(y, self.percent)

    def scaled(self, y: Floats) -> Floats:
        """Where values are on the axis; NaN if they are not on it."""
        return log10(y) if self.log else y

    def height(self, y: float) -> float:
        """`scaled` of one value."""
        return float(self.scaled(np.array([y]))[0])


def set_axes(scene: Scene, look: Look, x_range: Range, ys: Floats, most: int) -> None:
    """Choose ranges and ticks.

    Args:
        scene: Gets them.
        look: Of the plot.
        x_range: What is shown.
        ys: The finite y of all curves, scaled.
        most: As many y ticks.
    """
    scene.x_range = x_range
    whole = x_range[1] - x_range[0] >= 4
    scene.x_ticks = ticks(*x_range, round_step(x_range[1] - x_range[0], 4, whole))
    if look.log:
        low, high = (float(ys.min()), float(ys.max())) if len(ys) else (-2.0, 0.0)
        scene.y_range = log_range(low, high)
        scene.y_ticks = log_ticks(*scene.y_range, most, look.percent)
    else:
        low, high = (float(ys.min()), float(ys.max())) if len(ys) else (0.0, 1.0)
        bottom, top, step = round_range(low, high, most)
        # No share is larger than one.
        top = min(top, 1.0) if look.percent and high <= 1.0 else top
        scene.y_range = (bottom, top)
        scene.y_ticks = ticks(bottom, top, step, look.percent)


def draw_right(scene: Scene, look: Look, lines: Iterable[Line], width: int, most: int) -> None:
    """Hand over the curves at the right, and give the scene an axis for each.

    Args:
        scene: Gets the axes; its left one is chosen.
        look: Of the plot.
        lines: Of the plot.
        width: Of the plot, in pixels.
        most: As many ticks on an axis.
    """
    for line in lines:
        if not line.right:
            continue
        line.log = look.log and line.follows_log
        drawn = []
        for curve, series in line.parts():
            places = series.places(*scene.x_range, max(200, 2 * width))
            drawn.append((curve, series.x[places], line.scaled(series.y[places])))
        ys = np.concatenate([y[np.isfinite(y)] for _, _, y in drawn])
        if len(ys):
            scene.right.append(_right_axis(scene, line, ys, most))
        for curve, x, y in drawn:
            curve.set_points(x, line.offset + line.gain * y)


def _right_axis(scene: Scene, line: Line, ys: Floats, most: int) -> Side:
    """What stands at the right of the scene; the line learns where it is drawn."""
    first, last = float(ys.min()), float(ys.max())
    if line.log:
        bottom, top = log_range(first, last)
        marks = log_ticks(bottom, top, most)
    else:
        bottom, top, step = round_range(first, last, most)
        marks = ticks(bottom, top, step)
    low, high = scene.y_range
    line.gain = (high - low) / (top - bottom)
    line.offset = low - bottom * line.gain
    return Side([(line.offset + line.gain * at, text) for at, text in marks], line.shade)


def _height(look: Look, line: Line, y: float) -> float:
    if not line.right:
        return look.height(y)
    return line.offset + line.gain * float(line.scaled(np.array([y]))[0])


def text_of(look: Look, line: Line, y: float) -> str:
    """A value of a curve as people read it."""
    return reading(y, look.percent and not line.right)


def values_at(lines: Mapping[str, Line], x: float) -> dict[str, tuple[float, float]]:
    """Of every series, the point (x, raw y) nearest to x."""
    found = {}
    for name, line in lines.items():
        raw = line.feed.raw
        at = raw.nearest(x)
        if at >= 0:
            found[name] = (float(raw.x[at]), float(raw.y[at]))
    return found


def best_point(lines: Mapping[str, Line], best: Best | None) -> tuple[str, float, float] | None:
    """Name, x and y of the best point of the last series, if it has one."""
    if not lines or best is None:
        return None
    name, line = list(lines.items())[-1]
    raw = line.feed.raw
    at = raw.lowest() if best == "min" else raw.highest()
    return (name, float(raw.x[at]), float(raw.y[at])) if at >= 0 else None


def add_legend(
    scene: Scene, look: Look, lines: Mapping[str, Line], ghosts: Sequence[Ghost]
) -> None:
    """Name the curves, and mark the best point."""
    scene.legend = [Row(line.label, line.shade, short=line.short) for line in lines.values()]
    scene.ghosts = [Row(ghost.label, look.ghost, ghost.dash, ghost.final) for ghost in ghosts]
    best = best_point(lines, look.best)
    if best is None or not math.isfinite(look.height(best[2])):
        return
    name, x, y = best
    text = translate("LivePlot", "best {0}").format(reading(y, look.percent, short=True))
    scene.best = (x, look.height(y), text, lines[name].shade)


def add_card(
    scene: Scene, look: Look, lines: Mapping[str, Line], ghosts: Sequence[Ghost], x: float
) -> None:
    """Tell the values nearest to x, of the curves and of earlier runs."""
    found = values_at(lines, x)
    moments = [at for at, _ in found.values()]
    if not moments:
        moments = [at for ghost in ghosts for at, _ in ghost.values_at(x)]
    if not moments:
        return
    scene.hover = min(moments, key=lambda at: abs(at - x))
    scene.card_title = f"{look.x_title} {scene.hover:.2f}"
    for name, (at, raw) in found.items():
        line, shown = lines[name], raw
        value = f" {text_of(look, line, raw)}"
        average = line.feed.average
        if average is not None:
            shown = float(average.y[average.nearest(at)])
            value += translate("LivePlot", " (smooth {0})").format(text_of(look, line, shown))
        scene.card.append(Row(line.label + value, line.shade, short=value))
        scene.dots.append((at, _height(look, line, shown), line.shade))
    for ghost in ghosts:
        values = " / ".join(look.text(y) for _, y in ghost.values_at(scene.hover))
        scene.card.append(Row(f"{ghost.name}: {values}", look.ghost, ghost.dash, values))


def card_words(scene: Scene) -> str:
    """The card for screen readers; "" without one."""
    values = ", ".join(row.text for row in scene.card)
    return f"{scene.card_title}: {values}" if values else ""


def last_words(look: Look, lines: Mapping[str, Line]) -> str:
    """The last values and the best one in words; "" without any."""
    last = values_at(lines, math.inf)
    if not last:
        return ""
    parts = [
        f"{lines[name].label} {text_of(look, lines[name], y)}" for name, (_, y) in last.items()
    ]
    text = f"{look.y_title}: {', '.join(parts)}"
    best = best_point(lines, look.best)
    if best is not None:
        when = f"{look.x_title} {best[1]:.2f}"
        told = translate("LivePlot", "best {0} at {1}")
        text += "; " + told.format(reading(best[2], look.percent), when)
    return text
