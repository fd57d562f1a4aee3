"""The architecture panel: the layers as cards, and what can be added."""

from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
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
from app.widgets.card import Card
from app.widgets.chip import Chip
from app.widgets.empty_state import EmptyState
from app.widgets.flow_layout import FlowLayout
from app.widgets.segmented import Segmented
from nncore.training.config import RunConfig


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
    """Shows the spec as a stack of cards; what is asked of them goes to the commands."""

    def __init__(
        self, session: Session, commands: LayerCommands, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Architecture"), "", parent)
        self.setObjectName("architecturePanel")
        self._session = session
        self._document = session.document
        self._commands = commands
        self._views = Segmented("", "architectureViews", self, exclusive=True)
        self._views.add_button("stack", self.tr("stack"), tip=self.tr("Only the stack of cards."))
        self._views.add_button(
            "canvas", self.tr("canvas"),
            tip=self.tr("Also a canvas in the middle, on which layers are wired as a graph."),
        )  # fmt: skip
        self._views.chosen.connect(self._on_view_chosen)
        self.add_header_widget(self._views)
        self.header.let_subtitle_vanish()
        self.input = InputCard(self)
        self.stack = CardStack(self)
        self.stack.setObjectName("cardStack")
        self._empty = EmptyState(
            "layers", self.tr("No layers yet: add one below."), name="architectureEmpty"
        )
        self._cost = self._cost_line("architectureCost")
        self._total = self._cost_line("architectureTotal")
        column = QWidget(self)
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
        self._session.data_changed.connect(self._show)

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
        more.set_menu(self._more_menu())
        flow.addWidget(more)
        self._chips.append(more)
        return box

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
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
            self._scroll.ensureWidgetVisible(self.stack.card(names[-1]))

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
        source = source_title(config.data)
        self.input.show_facts(input_facts(config, problem), source)
        cost = network_cost(inference, config.dtype)
        # A narrow dock has room for one number; the line below the cards has the words.
        self.set_subtitle("" if inference.error else count_text(cost.params))
        self._inference, self._dtype = inference, config.dtype
        self._show_costs()

    def _show_costs(self) -> None:
        """The costs of the selected layer, and of all."""
        name = self._document.selection
        info = next((info for info in self._inference.layers if info.name == name), None)
        stands = info is not None and info.error is None
        words = cost_text(layer_cost(info, self._dtype)) if info and stands else ""
        self._cost.setText(f"{name}: {words}")
        self._cost.setVisible(bool(words))
        cost = network_cost(self._inference, self._dtype)
        words = self.tr("in all: {0} parameters, {1}")
        self._total.setText(
            self.tr("cannot be built yet")
            if self._inference.error
            else words.format(f"{cost.params:,}", cost_text(cost))
        )
        self._total.setVisible(bool(self._inference.layers))
