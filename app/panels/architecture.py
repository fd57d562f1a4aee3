"""The architecture panel: the layers as cards, and what can be added."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.editor.card_stack import CardStack
from app.guard import guarded
from app.jobs.session import Session
from app.models.layer_text import PALETTE, addable_layers, new_layer
from app.project import Project
from app.widgets.card import Card
from app.widgets.chip import Chip
from app.widgets.empty_state import EmptyState
from app.widgets.flow_layout import FlowLayout
from nncore.layers import LAYERS


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
    """Shows the spec as a stack of cards and sends edits to the document."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Architecture"), "", parent)
        self.setObjectName("architecturePanel")
        self._document = session.document
        self.stack = CardStack(self)
        self.stack.setObjectName("cardStack")
        self._empty = EmptyState(
            "layers", self.tr("No layers yet: add one below."), name="architectureEmpty"
        )
        column = QWidget(self)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.addWidget(self._empty)
        rows.addWidget(self.stack)
        rows.addStretch(1)
        self._scroll = _Cards(column, self)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._add_buttons())
        self.body.addStretch(0)
        self.stack.chosen.connect(self._document.select)
        self.stack.removal_asked.connect(self.remove_layer)
        self.stack.move_asked.connect(self._on_move_asked)
        self._document.project_changed.connect(self._on_project_changed)
        self._document.selection_changed.connect(self._on_selection_changed)
        self._show()

    def _add_buttons(self) -> QWidget:
        box = QWidget(self)
        flow = FlowLayout(box)
        self._chips: list[QWidget] = []
        for type_name in PALETTE:
            tip = _what_it_is(type_name)
            chip = Chip(f"+ {type_name}", f"add.{type_name}", box, strong=True, tip=tip)
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
                action.setToolTip(_what_it_is(type_name))
                action.triggered.connect(self._on_add_clicked)
        return menu

    @Slot()
    def _on_add_clicked(self) -> None:
        self.add_layer(self.sender().objectName().partition(".")[2])

    def add_layer(self, type_name: str) -> None:
        """Add a layer after the selected one, or before the last."""
        spec = self._document.config.spec
        selected = self._document.selection
        index = spec.index(selected) + 1 if selected else max(0, len(spec.layers) - 1)
        name = spec.free_name(type_name)

        def edit(project: Project) -> Project:
            config = project.config
            changed = config.spec.insert(index, new_layer(type_name), name)
            return project.with_config(config.replace(spec=changed))

        if self._document.edit(self.tr("Add {0}").format(type_name), edit):
            self._document.select(name)

    @Slot(str)
    def remove_layer(self, name: str) -> None:
        """Remove a layer."""

        def edit(project: Project) -> Project:
            config = project.config
            return project.with_config(config.replace(spec=config.spec.remove(name)))

        self._document.edit(self.tr("Remove {0}").format(name), edit)

    def move_selected(self, by: int) -> None:
        """Move the selected layer up or down."""
        name = self._document.selection
        spec = self._document.config.spec
        if name and 0 <= spec.index(name) + by < len(spec.layers):
            self._on_move_asked(name, spec.index(name) + by)

    @Slot(str, int)
    def _on_move_asked(self, name: str, index: int) -> None:
        def edit(project: Project) -> Project:
            config = project.config
            return project.with_config(config.replace(spec=config.spec.move(name, index)))

        self._document.edit(self.tr("Move {0}").format(name), edit)

    @Slot(object, object)
    def _on_project_changed(self, old: Project, new: Project) -> None:
        if old.config.spec != new.config.spec:
            self._show()

    @Slot(str)
    def _on_selection_changed(self, name: str) -> None:
        self.stack.select(name)
        if name:
            self._scroll.ensureWidgetVisible(self.stack.card(name))

    def _show(self) -> None:
        inference = self._document.inference
        spec = self._document.config.spec
        self.stack.show_spec(spec, inference)
        # Tab and the arrows follow what is seen, whenever a card was made.
        for first, second in pairwise([*self.stack.cards(), *self._chips]):
            self.setTabOrder(first, second)
        self.stack.select(self._document.selection)
        self._empty.setVisible(not spec.layers)
        self.set_subtitle(
            self.tr("cannot be built yet")
            if inference.error
            else self.tr("{0} parameters").format(f"{inference.param_count:,}")
        )


def _what_it_is(type_name: str) -> str:
    return (LAYERS[type_name].__doc__ or "").strip().splitlines()[0]
