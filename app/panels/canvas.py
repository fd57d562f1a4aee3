"""The canvas panel: the network as a graph to wire, beside the stack of cards."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.editor.canvas_bubble import ProblemBubble
from app.editor.canvas_view import CanvasView
from app.editor.canvas_zoom import STEP
from app.editor.layer_commands import LayerCommands
from app.editor.layer_menu import LayerMenu
from app.editor.node_words import footer, told
from app.guard import guarded
from app.jobs.session import Session
from app.models import wiring
from app.models.graph_layout import OUTPUT, Place, Room, free_place, places
from app.models.layer_facts import LayerFacts, input_facts, layer_facts
from app.models.layer_text import loss_words
from app.models.mends import Problem, find_problem
from app.models.source_text import source_title
from app.project import Project
from app.widgets.chip import Chip
from app.widgets.elide_label import ElideLabel
from app.widgets.name_edit import NameEdit
from nncore.inference import Inference
from nncore.shapes import shape_text
from nncore.spec import INPUT
from nncore.training.config import RunConfig

TAG = 10
"""How far the mark of an output stands out of its node, in pixels."""


class CanvasPanel(QWidget):
    """Shows the graph; what is asked of it goes to the commands.

    Signals:
        inspect_asked(): The user wants the settings of the selected layer.
    """

    inspect_asked = Signal()

    def __init__(
        self, session: Session, commands: LayerCommands, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("canvasPanel")
        self._session = session
        self._document = session.document
        self._commands = commands
        self._stale = True
        self._problem: Problem | None = None
        self._edit: NameEdit | None = None
        self.view = CanvasView(commands.why_not_linked, self)
        self.view.setObjectName("canvasView")
        self.view.setAccessibleName(self.tr("Canvas"))
        self._bubble = ProblemBubble(self.view.viewport())
        self._bubble.mend_asked.connect(commands.mend)
        self._said = ElideLabel("", self)
        self._said.setObjectName("canvasReadout")
        self._said.setProperty("role", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(2)
        column.addLayout(self._tools())
        column.addWidget(self.view, 1)
        self._connect()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 2, 8, 0)
        row.setSpacing(6)
        row.addWidget(self._said, 1)
        for key, text, tip, do in (
            ("fit", self.tr("fit"), self.tr("Show the whole network (0)."), self.view.fit),
            ("in", "+", self.tr("Show it larger (+, or the wheel)."), self._zoom_in),
            ("out", "−", self.tr("Show it smaller (−, or the wheel)."), self._zoom_out),
            ("tidy", self.tr("tidy"), self.tr("Arrange the nodes anew."), self._commands.tidy),
        ):
            chip = Chip(text, f"canvas.{key}", self, tip=tip)
            chip.clicked.connect(do)
            row.addWidget(chip)
        return row

    def _connect(self) -> None:
        view, commands = self.view, self._commands
        view.chosen.connect(commands.select)
        view.current_changed.connect(self._on_current_changed)
        view.placed.connect(commands.place)
        view.wired.connect(self._on_wired)
        view.cut_asked.connect(self._on_cut_asked)
        view.removal_asked.connect(commands.remove_selected)
        view.dropped.connect(self._on_dropped)
        view.dropped_between.connect(self._on_dropped_between)
        view.dropped_behind.connect(commands.add)
        view.inspected.connect(self._on_inspected)
        view.menu_asked.connect(self._on_menu_asked)
        view.said.connect(self._on_said)
        view.moved_or_zoomed.connect(self._place_overlays)
        view.resized.connect(self._on_resized)
        commands.selection_changed.connect(self._on_selection_changed)
        commands.rename_asked.connect(self._on_rename_asked)
        self._document.project_changed.connect(self._on_project_changed)
        self._document.project_opened.connect(self._on_project_opened)
        self._document.previewed.connect(self._on_previewed)
        self._session.data_changed.connect(self._on_data_changed)

    @guarded()
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._show(self._document.config)

    @Slot(object, object)
    def _on_project_changed(self, old: Project, new: Project) -> None:
        if old.config is not new.config or old.view.places != new.view.places:
            self._show(new.config)

    @Slot()
    def _on_project_opened(self) -> None:
        self.view.fit()

    @Slot(object)
    def _on_previewed(self, config: RunConfig | None) -> None:
        self._show(config or self._document.config)

    @Slot()
    def _on_resized(self) -> None:
        """Nodes that stand by themselves fill the new area."""
        if not self._document.project.places:
            self._show(self._document.config)

    @Slot()
    def _on_data_changed(self) -> None:
        self._show(self._document.config)

    def _show(self, config: RunConfig) -> None:
        """Show the network of a configuration, that of the document or what is being typed."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        data, inference = self._session.data, config.spec.infer()
        self._problem = find_problem(config, data)
        first = input_facts(config, self._problem)
        source = source_title(config.data)
        nodes: list[tuple[LayerFacts, tuple[str, ...]]] = [(replace(first, detail=source), ())]
        nodes += [(one, footer(one)) for one in layer_facts(config, inference, self._problem)]
        nodes.append(self._output_node(config, inference))
        known = {node.name for node in config.spec.layers}
        given = [name for name in config.spec.output_names if name in known] or [INPUT]
        links = [*wiring.links_of(config.spec), *((name, OUTPUT) for name in given)]
        self._bubble.show_problem(self._problem)
        self.view.graph.show_graph(nodes, links, self._places(config))
        self.view.show_selection(self._commands.selected)
        self.view.refit()
        self._place_overlays()
        self._read_out()

    def _places(self, config: RunConfig) -> dict[str, Place]:
        """Where the nodes stand, with room for the bubble along the edge nearest to its node."""
        view, stored = self.view, self._document.project.places
        view.keep_free(0, 0)
        where = places(config.spec, stored, _size(view.room()))
        if self._problem is None or self._problem.layer not in where:
            return where
        strip = self._bubble.strip(view.room())
        if 3 * strip > view.room().height():
            return where
        heights = [y for _, y in where.values()]
        upper = where[self._problem.layer][1] <= (min(heights) + max(heights)) / 2
        view.keep_free(strip if upper else 0, 0 if upper else strip)
        return places(config.spec, stored, _size(view.room()))

    def _output_node(
        self, config: RunConfig, inference: Inference
    ) -> tuple[LayerFacts, tuple[str, ...]]:
        shape = "" if inference.error else shape_text(inference.output_shape)
        several = len(config.spec.output_names)
        if several > 1:
            detail = self.tr("from {0} layers").format(several)
            return LayerFacts(OUTPUT, self.tr("Output"), detail, shape), (self.tr("main"),)
        data = self._session.data
        classes = len(data.class_names) if data is not None else 0
        words = (self.tr("{0} classes").format(classes),) if classes else ()
        return LayerFacts(OUTPUT, self.tr("Output"), _loss_text(config), shape), words

    @Slot()
    def _place_overlays(self) -> None:
        nodes, room = self.view.graph.nodes, self.view.viewport().rect()
        if self._problem is not None and self._problem.layer in nodes:
            rect = self.view.node_rect(self._problem.layer).toRect()
            self._bubble.setVisible(rect.intersects(room))
            others = [
                self.view.node_rect(name).toRect().adjusted(0, -TAG, 0, 0)
                for name in nodes
                if name != self._problem.layer
            ]
            self._bubble.place(rect, others, room, self._links_through)
        if self._edit is not None:
            rect = self.view.node_rect(self._commands.document.selection).toRect()
            self._edit.setGeometry(rect.left(), rect.center().y() - 14, max(120, rect.width()), 28)

    def _links_through(self, area: QRect) -> int:
        """How many links run through an area of the view."""
        there = self.view.mapToScene(area).boundingRect()
        return sum(link.shape().intersects(there) for link in self.view.graph.links.values())

    # ---- what is said

    @Slot(str)
    def _on_said(self, text: str) -> None:
        if text:
            self._said.setText(text)
            self.view.setAccessibleDescription(text)
        else:
            self._read_out()

    @Slot(str)
    def _on_current_changed(self, _name: str) -> None:
        self._read_out()

    def _read_out(self) -> None:
        """Tell of the current node, or of what can be done."""
        node = self.view.graph.nodes.get(self.view.current)
        texts = told(node.facts) if node is not None else (
            self.tr("Drag from port to port to link; drop layers here from the left"),
            self.tr("Drag from port to port to link layers"),
            self.tr("Drag between ports to link"),
        )  # fmt: skip
        self._said.set_texts(*texts)
        self.view.setAccessibleDescription(texts[0])

    # ---- what is asked for

    @Slot(object)
    def _on_selection_changed(self, names: tuple[str, ...]) -> None:
        if not self._stale:
            self.view.show_selection(names)
            self._read_out()

    @Slot(str, str, QPoint)
    def _on_wired(self, source: str, reader: str, where: QPoint) -> None:
        """A wire to a layer that has its one input already needs a merge, or replaces it."""
        spec = self._document.config.spec
        if reader == OUTPUT:
            if source in spec.output_names:
                self._said.setText(self.tr("{0} is an output already").format(source))
            else:
                self._commands.make_output(source)
            return
        present = [one for one in wiring.inputs_of(spec, reader) if one]
        if source in present:
            self._said.setText(self.tr("{0} reads {1} already").format(reader, source))
        elif not present or spec.layers[spec.index(reader)].layer.takes_many:
            self._commands.link(source, reader)
        else:
            self._merge_menu(source, reader).popup(where)

    @Slot(str, str)
    def _on_cut_asked(self, source: str, reader: str) -> None:
        if reader == OUTPUT:
            self._commands.set_output([source], False)
        else:
            self._commands.cut_link(source, reader)

    def _merge_menu(self, source: str, reader: str) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("mergeMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for merge, text in (
            ("Add", self.tr("Add here: {0} reads the sum")),
            ("Concatenate", self.tr("Concatenate here: {0} reads both side by side")),
        ):
            action = menu.addAction(text.format(reader))
            action.setObjectName(f"merge.{merge}")
            action.triggered.connect(partial(self._merge, source, reader, merge))
        menu.addSeparator()
        action = menu.addAction(self.tr("Read only {0}").format(source))
        action.setObjectName("merge.only")
        action.triggered.connect(partial(self._link_only, source, reader))
        return menu

    def _merge(self, source: str, reader: str, merge: str, _checked: bool = False) -> None:
        self._commands.merge(source, reader, merge)

    def _link_only(self, source: str, reader: str, _checked: bool = False) -> None:
        self._commands.link(source, reader)

    @Slot(str, float, float)
    def _on_dropped(self, type_name: str, x: float, y: float) -> None:
        self._commands.add_loose(type_name, (x, y), self.view.graph.places())

    @Slot(str, str, str, float, float)
    def _on_dropped_between(
        self, type_name: str, source: str, reader: str, x: float, y: float
    ) -> None:
        """Nodes that the user placed stay, and the new one stands on its link as near as it can."""
        at, stand = None, self._document.project.places
        if stand:
            shown = self.view.graph.places()
            at = free_place((x, y), list(shown.values())), shown
        self._commands.add_between(type_name, source, reader, at)

    @Slot(str)
    def _on_inspected(self, name: str) -> None:
        self._commands.select([name])
        self.inspect_asked.emit()

    @Slot(str, QPoint)
    def _on_menu_asked(self, _name: str, where: QPoint) -> None:
        LayerMenu(self._commands, self).popup(where)

    @Slot()
    def _zoom_in(self) -> None:
        self.view.zoom_by(STEP)

    @Slot()
    def _zoom_out(self) -> None:
        self.view.zoom_by(1 / STEP)

    # ---- another name

    @Slot(str)
    def _on_rename_asked(self, name: str) -> None:
        if not self.isVisible() or not self.view.hasFocus() or self._edit is not None:
            return
        check = partial(self._commands.why_not_named, name)
        self._edit = NameEdit(name, check, "canvasName", self.view.viewport())
        self._edit.problem_changed.connect(self._on_said)
        self._edit.accepted.connect(self._on_name_accepted)
        self._edit.cancelled.connect(self._end_rename)
        self._place_overlays()
        self._edit.show()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_name_accepted(self, new: str) -> None:
        old = self._document.selection
        self._end_rename()
        self._commands.rename(old, new)

    @Slot()
    def _end_rename(self) -> None:
        edit, self._edit = self._edit, None
        if edit is not None:
            edit.hide()
            edit.deleteLater()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._read_out()


def _size(room: QRect) -> Room:
    return float(room.width()), float(room.height())


def _loss_text(config: RunConfig) -> str:
    loss = config.loss
    return ", ".join(map(loss_words, [loss] if isinstance(loss, str) else loss.values()))
