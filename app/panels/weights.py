"""The weights panel: what goes into the selected layer, as tiles, spread out, or over time."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.guard import guarded
from app.jobs.one_by_one import OneByOne
from app.jobs.probe import SAMPLES, Probe, look_at_gradients
from app.jobs.session import Session
from app.jobs.training import Prepared
from app.jobs.weight_trail import Moved
from app.models.tiles import first_kernel, gates_of, kernel_tiles
from app.models.weight_history import (
    Histogram,
    WeightHistory,
    since_before,
    spread,
)
from app.widgets.card import Card
from app.widgets.chip import Chip
from app.widgets.histogram import HistogramView
from app.widgets.instrument import number
from app.widgets.plot import LivePlot
from app.widgets.segmented import Segmented
from app.widgets.tiles import TileGrid
from nncore.network import Network, Snapshot

NARROW = 460
VIEWS = {"gradient": "tiles"}
"""Views that are drawn by the widget of another."""


class WeightsPanel(Card):
    """Draws the kernel of the selected layer, or of the first that has one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Weights"), "", parent)
        self.setObjectName("weightsPanel")
        self.dirty = True
        self.urgent = False
        self._session = session
        self._history = WeightHistory()
        self._drawn: tuple[str, int, str] | None = None
        self._newest: Snapshot | None = None
        self._spread: tuple[str, Histogram] | None = None
        self._asked: tuple[str, Snapshot] | None = None
        self._counting = OneByOne(session.tasks, self.tr("Counting weights"), self)
        self._counting.answered.connect(self._mark_dirty)
        self._gradients = Probe(session, self.tr("Computing gradients"), look_at_gradients, self)
        self._gradients.changed.connect(self._mark_dirty)
        self._make_views()
        self._make_header()
        self.body.addWidget(self.views, 1)
        if session.training.info is not None:
            self._on_prepared(session.training.info)
        session.training.prepared.connect(self._on_prepared)
        session.training.renamed.connect(self._on_renamed)
        session.training.snapshot_changed.connect(self._on_snapshot)
        session.training.weights_moved.connect(self._on_moved)
        session.document.selection_changed.connect(self._mark_dirty)
        session.document.project_opened.connect(self._on_project_opened)
        session.blocked_changed.connect(self._mark_dirty)

    def _make_views(self) -> None:
        self.tiles = TileGrid(self)
        self.tiles.setObjectName("weightTiles")
        self.tiles.setAccessibleName(self.tr("Weights"))
        self.tiles.set_framed(True)
        self.histogram = HistogramView(self)
        self.histogram.setObjectName("weightHistogram")
        self.histogram.setAccessibleName(self.tr("How the weights are spread"))
        self.norm = self._plot("norm", self.tr("norm"))
        self.ratio = self._plot("ratio", self.tr("update / weight"))
        self.ratio.set_log_y(True)
        over_time = QWidget(self)
        row = QHBoxLayout(over_time)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.norm)
        row.addWidget(self.ratio)
        self.views = QStackedWidget(self)
        for view in (self.tiles, self.histogram, over_time):
            self.views.addWidget(view)

    def _plot(self, name: str, title: str) -> LivePlot:
        plot = LivePlot(self.tr("step"), title, best=None)
        plot.add_series("train", title)
        plot.setObjectName(f"weight.{name}Plot")
        plot.setAccessibleName(title)
        return plot

    def _make_header(self) -> None:
        self._sort = Chip(
            self.tr("sort"),
            "weightsSort",
            self,
            checkable=True,
            tip=self.tr("Put the units with the largest weights first."),
        )
        self._sort.toggled.connect(self._mark_dirty)
        self._view = Segmented("", "weightsView", self, exclusive=True)
        self._view.setAccessibleName(self.tr("Weights as"))
        for key, text, tip in (
            ("tiles", self.tr("tiles"), self.tr("A picture for each unit or filter.")),
            (
                "gradient",
                self.tr("gradient"),
                self.tr("Which way each weight would change the loss."),
            ),
            ("spread", self.tr("histogram"), self.tr("How large they are, now and at the start.")),
            (
                "time",
                self.tr("time"),
                self.tr("Their norm, and how far one step moves them; about 0.001 is usual."),
            ),
        ):
            self._view.add_button(key, text, tip=tip)
        self._view.set_compact()
        self._view.chosen.connect(self._on_view_chosen)
        self.add_header_widget(self._sort)
        self.add_header_widget(self._view)

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        self._history.begin(prepared.snapshot, prepared.norms)
        self._newest, self._spread, self._asked = prepared.snapshot, None, None
        self._drawn = None
        self.dirty = True

    @Slot()
    def _on_project_opened(self) -> None:
        self._history.forget()
        self._newest = self._spread = self._asked = self._drawn = None
        self.dirty = True

    @Slot(object, object)
    def _on_renamed(self, prepared: Prepared, names: Mapping[str, str]) -> None:
        self._history.rename(names)
        self._newest, self._spread, self._asked = prepared.snapshot, None, None
        self._drawn = None
        self.dirty = True

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._newest = snapshot
        self.dirty = True

    @Slot(object)
    def _on_moved(self, moved: Moved) -> None:
        self._history.note(moved)
        if self._view.current() == "time":
            self.dirty = True

    @Slot()
    def _mark_dirty(self) -> None:
        self.dirty = True

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.size().width() < NARROW) is not (event.oldSize().width() < NARROW):
            self.dirty = True

    @Slot(str)
    def _on_view_chosen(self, key: str) -> None:
        self.views.setCurrentIndex(("tiles", "spread", "time").index(VIEWS.get(key, key)))
        self._sort.setVisible(key in ("tiles", "gradient"))
        self.dirty = True

    def refresh(self) -> None:
        """Draw the newest weights."""
        network = self._session.predictor.own if self._session.config.spec.layers else None
        name = "" if network is None else first_kernel(network, self._session.document.selection)
        if network is None or not name:
            self._show_nothing(network is None)
            return
        self.set_title(self.tr("Weights"))
        view = self._view.current()
        if view == "gradient":
            self._show_gradient(network, name)
        elif view == "tiles":
            self._show_tiles(network, name, network.params[f"{name}/kernel"])
        elif view == "spread":
            self._show_spread(network, name)
        else:
            self._show_time(network, name)

    def _say(self, name: str, text: str, *shorter: str) -> None:
        """Name the layer and what is shown of it; in little room the name is what matters."""
        if self.width() < NARROW:
            self.set_title(name)
            self.set_subtitle(text, *shorter)
        else:
            self.set_subtitle(*(f"{name}: {words}" for words in (text, *shorter)), name)

    def _show_nothing(self, no_network: bool) -> None:
        self.set_title(self.tr("Weights"))
        self.set_subtitle("")
        text = self.tr("No network yet.") if no_network else self.tr("This layer has no weights.")
        self.tiles.set_empty_text(text)
        self.tiles.set_tiles(np.zeros((0, 1, 1)))
        self._empty_histogram(text)
        self._show_series("", np.zeros(0), np.zeros(0), np.zeros(0), text)

    def _show_gradient(self, network: Network, name: str) -> None:
        self.set_title(self.tr("Gradient"))
        self._gradients.want()
        gradient = (self._gradients.result or {}).get(f"{name}/kernel")
        if gradient is None or gradient.shape != network.params[f"{name}/kernel"].shape:
            self.set_subtitle("")
            self.tiles.set_empty_text(self._why_not_yet())
            self.tiles.set_tiles(np.zeros((0, 1, 1)))
            return
        self._show_tiles(network, name, gradient)
        words = self.tr("mean over {0} training samples"), self.tr("over {0} samples")
        self._say(name, *(text.format(SAMPLES) for text in words))

    def _show_tiles(self, network: Network, name: str, kernel: np.ndarray) -> None:
        tiles = kernel_tiles(network, name, kernel)
        scale = float(np.abs(tiles).max(initial=0.0)) or 1.0
        self.tiles.set_tiles(tiles, scale)
        norms = np.sqrt((tiles**2).sum(axis=(1, 2)))
        self.tiles.set_order(np.argsort(-norms) if self._sort.isChecked() else None)
        count = len(tiles) if kernel.ndim == 2 else kernel.shape[-1]
        least, what = self.tr("{0} units"), self.tr("{0} units of {1} × {2}")
        gates = gates_of(network, name)
        if gates > 1:
            count //= gates
            what = self.tr("{3} gates of {0} units of {1} × {2}")
        if kernel.ndim > 2:
            least, what = self.tr("{0} filters"), self.tr("{0} filters of {1} × {2}")
            if kernel.ndim == 4 and kernel.shape[2] > 1:
                what = self.tr("{0} filters × {3} maps of {1} × {2}")
        words = what.format(count, *tiles.shape[1:], len(tiles) // max(1, count))
        scaled = self.tr("{0}, scale ±{1}").format(words, f"{scale:.3g}")
        self._say(name, scaled, words, least.format(count))

    def _show_spread(self, network: Network, name: str) -> None:
        count = network.params[f"{name}/kernel"].size
        self._say(name, self.tr("{0} weights").format(f"{count:,}"))
        self._count(name)
        if self._spread is not None and self._spread[0] == name:
            found = self._spread[1]
            self.histogram.set_counts(found.edges, found.start, found.now)
        else:
            self._empty_histogram(self._why_not_yet())

    def _why_not_yet(self) -> str:
        if self._session.training.info is None and self._session.data_problem:
            return self.tr("its data are missing")
        return self.tr("computing…")

    def _count(self, name: str) -> None:
        """Have the weights counted in the background, where they are newer than what is shown."""
        start, now, asked = self._history.start, self._newest, self._asked
        if start is None or now is None or (asked and asked[0] == name and asked[1] is now):
            return
        parts = [snapshot.params.get(f"{name}/kernel") for snapshot in (start, now)]
        first, last = parts
        is_other = self._spread is None or self._spread[0] != name
        if first is None or last is None or first.shape != last.shape:
            return

        self._asked = (name, now)

        def counted(found: Histogram) -> None:
            if self._history.start is start:
                self._spread = (name, found)

        self._counting.ask(lambda: spread(first, last), counted, at_once=is_other)

    def _empty_histogram(self, text: str) -> None:
        none = np.zeros(0, np.int64)
        self.histogram.set_empty_text(text)
        self.histogram.set_counts(np.zeros(0), none, none)

    def _show_time(self, network: Network, name: str) -> None:
        steps, norms, ratios = self._history.series(name)
        known = ratios[np.isfinite(ratios)]
        norm = number(float(norms[-1]), 3) if len(norms) else "–"
        words = [self.tr("norm {0}").format(norm)]
        if len(known):
            moved = self.tr("norm {0}, one step moves {1} of it")
            words.insert(0, moved.format(norm, number(float(known[-1]), 2)))
        self._say(name, *words)
        may_train = not self._session.blocked
        empty = self.tr("no curve yet: press Train") if may_train else self.tr("no curve yet")
        self._show_series(name, steps, norms, ratios, empty)

    def _show_series(
        self, name: str, steps: np.ndarray, norms: np.ndarray, ratios: np.ndarray, empty: str
    ) -> None:
        if self._drawn == (name, len(steps), empty):
            return
        self._drawn = (name, len(steps), empty)
        span = max([10.0, *map(float, steps[-1:])])
        curves = (self.norm, steps, norms), (self.ratio, *since_before(steps, ratios))
        for plot, xs, ys in curves:
            plot.clear()
            plot.set_empty_text(empty)
            plot.set_x_span(span)
            known = np.isfinite(ys)
            if np.count_nonzero(known) > 1:
                plot.extend("train", xs[known], ys[known])
            plot.refresh()
