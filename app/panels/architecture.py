"""The architecture panel: the layers as cards, and what can be added."""

from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.editor.card_stack import CardStack
from app.editor.cost_text import cost_text
from app.editor.input_card import InputCard
from app.editor.layer_commands import LayerCommands
from app.editor.layer_menu import LayerMenu
from app.editor.palette_chip import PaletteChip, what_it_is
from app.guard import guarded
from app.jobs.session import Session
from app.models.costs import count_text, layer_cost, network_cost
from app.models.layer_facts import input_facts, layer_facts
from app.models.layer_text import PALETTE, addable_layers
from app.models.mends import find_problem
from app.models.source_text import source_title
from app.project import Project
from app.widgets.breaks import parted_at_dots
from app.widgets.card import Card
from app.widgets.chip import Chip
from app.widgets.empty_state import EmptyState
from app.widgets.flow_layout import FlowLayout
from app.widgets.segmented import Segmented
from nncore.spec import INPUT
from nncore.training.config import RunConfig

LOW = 320
"""A panel that is less high has one row of buttons, and one line of costs."""


class _Cards(QScrollArea):
    """As high as the cards while there is room, so that the buttons follow them."""

    def __init__(self, column: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("architectureScroll")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cards in it have the focus
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(column)

    @guarded(factory=lambda: QSize(200, 200))
    def sizeHint(self) -> QSize:
        column = self.widget()
        layout = None if column is None else column.layout()
        if layout is None:
            return super().sizeHint()
        layout.activate()
        height = layout.totalSizeHint().height()
        if layout.hasHeightForWidth():  # the reason on a card takes several lines
            height = layout.totalHeightForWidth(max(120, self.width() - 10))
        return QSize(200, height)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self.updateGeometry()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the cards when they grow: they tell only the view that holds them."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class ArchitecturePanel(Card):
    """Shows the spec as a stack of cards; what is asked of them goes to the commands.

    Signals:
        canvas_asked(): The canvas, which is there already, is wanted in front.
    """

    canvas_asked = Signal()

    def __init__(
        self, session: Session, commands: LayerCommands, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Architecture"), "", parent)
        self.setObjectName("architecturePanel")
        self._session = session
        self._document = session.document
        self._commands = commands
        self._low = False
        self._at_fault = ""
        self._wanted = ""
        self._reveal_timer = QTimer(self, interval=0, singleShot=True)
        self._reveal_timer.timeout.connect(self._reveal)
        self._views = Segmented("", "architectureViews", self, exclusive=True)
        self._views.add_button("stack", self.tr("stack"), tip=self.tr("Only the stack of cards."))
        self._views.add_button(
            "canvas", self.tr("canvas"),
            tip=self.tr("Also a canvas in the middle, on which layers are wired as a graph."),
        )  # fmt: skip
        self._views.triggered.connect(self._on_view_triggered)
        self._views.chosen.connect(self._on_view_chosen)
        self.add_header_widget(self._views)
        self.input = InputCard(self)
        self.stack = CardStack(self)
        self.stack.setObjectName("cardStack")
        self._empty = EmptyState(
            "layers", self.tr("No layers yet: add one below."), name="architectureEmpty"
        )
        self._cost = self._cost_line("architectureCost")
        self._total = self._cost_line("architectureTotal")
        column = self._rows = QWidget(self)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setSpacing(6)
        for widget in (self.input, self._empty, self.stack):
            rows.addWidget(widget)
        rows.addStretch(1)
        self._scroll = _Cards(column, self)
        self.body.addWidget(self._scroll, 1)
        costs = QVBoxLayout()
        costs.setSpacing(1)
        costs.addWidget(self._cost)
        costs.addWidget(self._total)
        self.body.addLayout(costs)
        self.body.addWidget(self._add_buttons())
        self.body.addStretch(0)
        self._connect()
        self._show()

    def _connect(self) -> None:
        stack, commands = self.stack, self._commands
        stack.chosen.connect(self._on_chosen)
        stack.toggled.connect(commands.toggle)
        stack.extended.connect(commands.extend_to)
        stack.removal_asked.connect(self._on_removal_asked)
        stack.move_asked.connect(commands.move)
        stack.add_asked.connect(commands.add_at)
        stack.renamed.connect(commands.rename)
        stack.menu_asked.connect(self._on_menu_asked)
        stack.mend_asked.connect(commands.mend)
        self.input.mend_asked.connect(commands.mend)
        commands.selection_changed.connect(self._on_selection_changed)
        commands.rename_asked.connect(self._on_rename_asked)
        self._document.project_changed.connect(self._on_project_changed)
        self._document.previewed.connect(self._on_previewed)
        self._document.project_opened.connect(self._on_project_opened)
        self._session.data_changed.connect(self._show)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range_changed)
        bar.actionTriggered.connect(self._on_scrolled)

    def _cost_line(self, name: str) -> QLabel:
        line = QLabel("", self)
        line.setTextFormat(Qt.TextFormat.PlainText)
        line.setWordWrap(True)
        line.setObjectName(name)
        line.setProperty("role", "small")
        return line

    def _add_buttons(self) -> QWidget:
        box = QWidget(self)
        flow = FlowLayout(box)
        self._chips: list[QWidget] = []
        for type_name in PALETTE:
            chip = PaletteChip(type_name, box)
            chip.clicked.connect(self._on_add_clicked)
            flow.addWidget(chip)
            self._chips.append(chip)
        more = Chip(self.tr("more"), "addMore", box, strong=True, tip=self.tr("All other layers."))
        self._more = self._more_menu()
        more.set_menu(self._more)
        flow.addWidget(more)
        self._chips.append(more)
        return box

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._low = self.height() < LOW
        self._fit_chips()
        self._show_costs()

    def _fit_chips(self) -> None:
        """In a low panel only one row: the others stand in the menu."""
        margins = self.body.contentsMargins()
        left = self.width() - margins.left() - margins.right() - 2
        left -= self._chips[-1].sizeHint().width()
        for type_name, chip in zip(PALETTE, self._chips, strict=False):
            left -= chip.sizeHint().width() + 6
            hidden = self._low and left < 0
            chip.setVisible(not hidden)
            action = self._more.findChild(QAction, f"more.{type_name}")
            if action is not None:
                action.setVisible(hidden)

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for type_name in PALETTE:  # for those that have no room in a low panel
            action = menu.addAction(type_name)
            action.setObjectName(f"more.{type_name}")
            action.setToolTip(what_it_is(type_name))
            action.triggered.connect(self._on_add_clicked)
            action.setVisible(False)
        for type_name in addable_layers():
            if type_name not in PALETTE:
                action = menu.addAction(type_name)
                action.setObjectName(f"add.{type_name}")
                action.setToolTip(what_it_is(type_name))
                action.triggered.connect(self._on_add_clicked)
        return menu

    @Slot()
    def _on_add_clicked(self) -> None:
        self._commands.add(self.sender().objectName().partition(".")[2])

    @Slot(str)
    def _on_view_triggered(self, key: str) -> None:
        """The natural way back to a canvas that lies behind another tab."""
        if key == "canvas" == self._document.project.view.architecture:
            self.canvas_asked.emit()

    @Slot(str)
    def _on_view_chosen(self, key: str) -> None:
        def edit(project: Project) -> Project:
            return replace(project, view=replace(project.view, architecture=key))

        text = self.tr("Show the canvas") if key == "canvas" else self.tr("Show the stack only")
        self._document.edit(text, edit)

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        self._commands.select([name])

    @Slot(str)
    def _on_removal_asked(self, name: str) -> None:
        selected = self._commands.selected
        self._commands.remove(selected if name in selected else [name])

    @Slot(str, QPoint)
    def _on_menu_asked(self, _name: str, where: QPoint) -> None:
        LayerMenu(self._commands, self).popup(where)

    @Slot(str)
    def _on_rename_asked(self, name: str) -> None:
        on_canvas = self._document.project.view.architecture == "canvas"
        if self.isVisible() and (self.isAncestorOf(self.window().focusWidget()) or not on_canvas):
            self._scroll.ensureWidgetVisible(self.stack.card(name))
            self.stack.start_rename(name, partial(self._commands.why_not_named, name))

    @Slot(object, object)
    def _on_project_changed(self, old: Project, new: Project) -> None:
        if old.config is not new.config:
            self._show()
        self._views.set_current(new.view.architecture)

    @Slot(object)
    def _on_previewed(self, config: RunConfig | None) -> None:
        """Show shapes and costs of what is being typed while it is."""
        self._show_layers(config or self._document.config)

    @Slot(object)
    def _on_selection_changed(self, names: tuple[str, ...]) -> None:
        self.stack.select(names)
        self._show_costs()
        if names:
            self._want(names[-1])

    @Slot()
    def _on_project_opened(self) -> None:
        self._want(self._at_fault or self._document.selection or INPUT)

    def _want(self, name: str) -> None:
        """Have a card in sight, once all have their heights, until the user scrolls."""
        self._wanted = name
        self._reveal_timer.start()

    @Slot(int, int)
    def _on_range_changed(self, _low: int, _high: int) -> None:
        self._reveal_timer.start()

    @Slot()
    def _on_scrolled(self) -> None:
        self._wanted = ""

    @Slot()
    def _reveal(self) -> None:
        cards: dict[str, QWidget] = {card.name: card for card in self.stack.cards()}
        card = cards.get(self._wanted, self.input if self._wanted == INPUT else None)
        if card is None:
            return
        bar, room = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        top = card.mapTo(self._rows, QPoint(0, 0)).y()
        bottom = top + card.height()
        if top < bar.value() or card.height() > room:
            bar.setValue(top)
        elif bottom > bar.value() + room:
            bar.setValue(bottom - room)

    @Slot()
    def _show(self) -> None:
        self._show_layers(self._document.config)
        # Tab and the arrows follow what is seen, whenever a card was made.
        for first, second in pairwise([*self.stack.cards(), *self._chips]):
            self.setTabOrder(first, second)
        self.stack.select(self._commands.selected)
        self._empty.setVisible(not self._document.config.spec.layers)

    def _show_layers(self, config: RunConfig) -> None:
        inference = config.spec.infer()
        problem = find_problem(config, self._session.data)
        self.stack.show_layers(layer_facts(config, inference, problem))
        at_fault = problem.layer if problem is not None else ""
        if at_fault and at_fault != self._at_fault:
            self._want(at_fault)
        self._at_fault = at_fault
        source = source_title(config.data)
        self.input.show_facts(input_facts(config, problem), source)
        cost = network_cost(inference, config.dtype)
        words = self.tr("{0} params").format(count_text(cost.params))
        self.set_subtitle("" if inference.error else words)
        self._inference, self._dtype = inference, config.dtype
        self._show_costs()

    def _show_costs(self) -> None:
        """The costs of the selected layer, and of all."""
        name = self._document.selection
        info = next((info for info in self._inference.layers if info.name == name), None)
        stands = info is not None and info.error is None
        words = cost_text(layer_cost(info, self._dtype)) if info and stands else ""
        self._cost.setText(parted_at_dots(f"{name}: {words}"))
        self._cost.setVisible(bool(words))
        cost = network_cost(self._inference, self._dtype)
        total = self.tr("in all: {0} parameters, {1}")
        total = (
            self.tr("cannot be built yet")
            if self._inference.error
            else total.format(f"{cost.params:,}", cost_text(cost))
        )
        self._total.setText(parted_at_dots(total))
        self._cost.setToolTip(total)
        self._total.setVisible(bool(self._inference.layers) and not (self._low and words))
