"""Where the panels stand: docks around the centre, at any size of window."""

from collections.abc import Iterator

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabWidget, QVBoxLayout, QWidget

from app.editor.layer_commands import LayerCommands
from app.i18n import translate
from app.jobs.session import Session
from app.panels.activations import ActivationsPanel
from app.panels.architecture import ArchitecturePanel
from app.panels.canvas import CanvasPanel
from app.panels.curves import CurvePanel
from app.panels.data import DataPanel
from app.panels.inspector import InspectorPanel
from app.panels.metrics import MetricsPanel
from app.panels.mistakes import MistakesPanel
from app.panels.network import NetworkPanel
from app.panels.pad import PadPanel
from app.panels.weights import WeightsPanel
from app.settings import Settings
from app.widgets.card import Card
from app.widgets.panel_dock import PanelDock

NARROWEST_SIDE = 216
PAD_HEIGHT = 240
LAYOUT_VERSION = 1
"""A remembered layout of another version is not restored."""

LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


class Layout:
    """Makes the panels and puts them into docks of the window."""

    def __init__(
        self, window: QMainWindow, session: Session, layers: LayerCommands, settings: Settings
    ) -> None:
        self._window = window
        self.data = DataPanel(session)
        self.architecture = ArchitecturePanel(session, layers)
        self.inspector = InspectorPanel(session)
        # Narrower, and its fields would lie outside of it.
        self.inspector.setMinimumWidth(NARROWEST_SIDE)
        self.weights = WeightsPanel(session)
        self.loss = CurvePanel(session, "loss", translate("Layout", "Loss"))
        self.accuracy = CurvePanel(session, "accuracy", translate("Layout", "Accuracy"))
        self.metrics = MetricsPanel(session)
        self.pad = PadPanel(session, settings)
        self.network = NetworkPanel(session)
        self.activations = ActivationsPanel(session)
        self.mistakes = MistakesPanel(session)
        self.canvas = CanvasPanel(session, layers)
        self.tabs = QTabWidget(window)
        self.tabs.setObjectName("centreTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(translate("Layout", "Views of the network"))
        self.tabs.tabBar().setObjectName("centreTabBar")
        self.tabs.tabBar().setAccessibleName(translate("Layout", "Views of the network"))
        self.tabs.addTab(self.network, translate("Layout", "Network"))
        self.tabs.addTab(self.canvas, translate("Layout", "Canvas"))
        self.tabs.addTab(self.activations, translate("Layout", "Activations"))
        self.tabs.addTab(self.mistakes, translate("Layout", "Mistakes"))
        self.show_canvas(session.document.project.view.architecture == "canvas")
        self.docks = (
            self._dock(translate("Layout", "Data"), self.data, LEFT),
            self._dock(translate("Layout", "Architecture"), self.architecture, LEFT),
            self._dock(translate("Layout", "Inspector"), self.inspector, LEFT),
            self._dock(translate("Layout", "Weights"), self.weights, BOTTOM),
            self._dock(translate("Layout", "Loss"), self.loss, RIGHT),
            self._dock(translate("Layout", "Accuracy"), self.accuracy, RIGHT),
            self._dock(translate("Layout", "Metrics"), self.metrics, RIGHT),
            self._dock(translate("Layout", "Digit pad"), self.pad, RIGHT),
        )
        window.setCentralWidget(self._centre())
        for corner, area in (
            (Qt.Corner.TopLeftCorner, LEFT),
            (Qt.Corner.BottomLeftCorner, LEFT),
            (Qt.Corner.TopRightCorner, RIGHT),
            (Qt.Corner.BottomRightCorner, RIGHT),
        ):
            window.setCorner(corner, area)

    def _centre(self) -> QWidget:
        card = Card(parent=self._window, margins=(0, 0, 0, 0))
        card.setObjectName("centre")
        card.body.addWidget(self.tabs)
        frame = QWidget(self._window)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        return frame

    def _dock(self, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> PanelDock:
        dock = PanelDock(title, panel, self._window)
        self._window.addDockWidget(area, dock)
        return dock

    def refreshed(self) -> tuple[QWidget, ...]:
        """The panels that the clock draws."""
        return (
            self.pad,
            self.loss,
            self.accuracy,
            self.network,
            self.weights,
            self.activations,
            self.mistakes,
        )

    def show_canvas(self, on: bool) -> None:
        """Offer the canvas in the middle and show it, or take it away."""
        index = self.tabs.indexOf(self.canvas)
        self.tabs.setTabVisible(index, on)
        if on:
            self.tabs.setCurrentIndex(index)

    def places(self) -> Iterator[tuple[str, QWidget, QWidget]]:
        """Title, panel, and what holds it with its header: of every dock and tab."""
        for dock in self.docks:
            if (held := dock.widget()) is not None:
                yield dock.windowTitle(), held, dock
        for index in range(self.tabs.count()):
            if (page := self.tabs.widget(index)) is not None:
                yield self.tabs.tabText(index), page, page

    def is_offered(self, panel: QWidget) -> bool:
        """Whether it can be brought in sight: a dock always, a tab unless it is taken away."""
        index = self.tabs.indexOf(panel)
        return index < 0 or self.tabs.isTabVisible(index)

    def focus_of(self, panel: QWidget) -> QWidget | None:
        """What in a panel the keys of the panel are for, where that is one thing."""
        return {
            self.pad: self.pad.canvas,
            self.canvas: self.canvas.view,
            self.network: self.network.diagram,
            self.weights: self.weights.tiles,
            self.mistakes: self.mistakes.matrix,
            self.loss: self.loss.plot,
            self.accuracy: self.accuracy.plot,
        }.get(panel)

    def show_panel(self, panel: QWidget) -> None:
        """Have a panel in sight: its dock, or its tab in the middle."""
        for dock in self.docks:
            if dock.widget() is panel:
                dock.show()
                dock.raise_()
        if self.tabs.isTabVisible(index := self.tabs.indexOf(panel)):
            self.tabs.setCurrentIndex(index)

    def arrange(self, width: int, height: int) -> None:
        """Put every dock in its place, with sizes that suit the window."""
        for dock in self.docks:
            dock.setFloating(False)
            dock.show()
        areas = (LEFT, LEFT, LEFT, BOTTOM, RIGHT, RIGHT, RIGHT, RIGHT)
        for dock, area in zip(self.docks, areas, strict=True):
            self._window.addDockWidget(area, dock)
        side = 300 if width >= 1300 else 248
        right = 332 if width >= 1300 else 300
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        data, architecture, inspector, weights, loss, accuracy, metrics, pad = self.docks
        self._resize((data, loss), (side, right), horizontal)
        rest = max(200, height - 110)
        left = (92, int((rest - 92) * 0.56), int((rest - 92) * 0.44))
        self._resize((data, architecture, inspector), left, vertical)
        self._resize((weights,), (int(rest * 0.33),), vertical)
        # Where it is low, the pad needs the room more than the curves.
        plots = min(int((rest - 62) * 0.29), (rest - 62 - PAD_HEIGHT) // 2)
        self._resize((loss, accuracy, metrics, pad), (plots, plots, 62, rest - 62 - 2 * plots),
                     vertical)  # fmt: skip

    def _resize(
        self, docks: tuple[QDockWidget, ...], sizes: tuple[int, ...], way: Qt.Orientation
    ) -> None:
        self._window.resizeDocks(list(docks), list(sizes), way)

    def save(self) -> bytes:
        """The places of all docks."""
        return bytes(self._window.saveState(LAYOUT_VERSION).data())

    def restore(self, state: bytes) -> bool:
        """Put the docks where they were; False where the layout is unknown."""
        return bool(state) and self._window.restoreState(QByteArray(state), LAYOUT_VERSION)

    def fill_menu(self, menu: QMenu) -> None:
        """Let the user show and hide each panel."""
        for dock in self.docks:
            action = dock.toggleViewAction()
            action.setObjectName(f"action.show.{dock.objectName()}")
            menu.addAction(action)
