"""What can be done to layers: every edit has a name, can be undone, and leaves a selection."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.document import Document
from app.editor.layer_selection import LayerSelection
from app.engine_messages import engine_message
from app.i18n import translate
from app.models import clip, layer_edits, outputs, wiring
from app.models.graph_layout import OUTPUT, Place
from app.models.layer_text import new_layer
from app.models.mends import Mend
from app.project import Project
from nncore.errors import SpecError
from nncore.spec import INPUT, NetworkSpec
from nncore.training.config import RunConfig

Standing = tuple[Place, Mapping[str, Place]]
"""Where a new node stands on the canvas, and where the others do."""


class LayerCommands(LayerSelection):
    """Edits the layers of a document, for the stack, the canvas and the menus alike.

    Signals:
        rename_asked(name): The user wants to type another name, where the layer is shown.
    """

    rename_asked = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._copied = b""

    # ---- layers

    def add(self, type_name: str, after: str | None = None) -> None:
        """Add a layer behind another, by default the selected one, and select it."""
        place = layer_edits.place_after(self._spec, self.document.selection)
        self._adding(
            self.tr("Add {0}").format(type_name),
            lambda config: layer_edits.add(config, type_name, place if after is None else after),
        )

    def add_at(self, type_name: str, index: int) -> None:
        """Add a layer at a place of the list."""
        before = [INPUT, *(node.name for node in self._spec.layers)]
        self.add(type_name, before[max(0, min(index, len(before) - 1))])

    def add_between(
        self, type_name: str, source: str, reader: str, at: Standing | None = None
    ) -> None:
        """Add a layer in a link, that to the output too; `at` is where on the canvas it stands."""

        def change(config: RunConfig) -> tuple[RunConfig, str]:
            if reader != OUTPUT:
                return layer_edits.add_between(config, type_name, source, reader)
            if source == INPUT:
                return layer_edits.add(config, type_name, INPUT)
            return outputs.add_before_output(config, source, new_layer(type_name))

        self._adding(self.tr("Add {0}").format(type_name), change, at)

    def add_loose(self, type_name: str, at: Place, stand: Mapping[str, Place]) -> None:
        """Add a layer that is not linked yet, at a place of the canvas among the others."""
        self._adding(
            self.tr("Add {0}").format(type_name),
            lambda config: layer_edits.add_loose(config, type_name),
            (at, stand),
        )

    def remove(self, names: Sequence[str]) -> None:
        """Remove layers; the one that comes into their place is selected."""
        if not names:
            return
        following = self._neighbour(names)
        text = self.tr("Remove {0}").format(self._list(names))
        if self._edit(text, lambda config: layer_edits.remove(config, names)):
            self.select([following] if following else [])

    def move(self, name: str, index: int) -> None:
        """Put a layer at another place of the list."""
        if 0 <= index < len(self._spec.layers) and index != self._spec.index(name):
            self._edit(
                self.tr("Move {0}").format(name),
                lambda config: layer_edits.move(config, name, index),
            )

    @Slot()
    def move_up(self) -> None:
        """Move the selected layer up."""
        if name := self.document.selection:
            self.move(name, self._spec.index(name) - 1)

    @Slot()
    def move_down(self) -> None:
        """Move the selected layer down."""
        if name := self.document.selection:
            self.move(name, self._spec.index(name) + 1)

    def rename(self, old: str, new: str) -> bool:
        """Give a layer another name; False where it cannot have it."""
        text = self.tr("Rename {0} to {1}").format(old, new)
        chosen = [new if name == old else name for name in self._selected]
        if new == old:
            return True

        def edit(project: Project) -> Project:
            places = {new if name == old else name: at for name, at in project.places.items()}
            return replace(project, config=project.config.rename(old, new)).with_places(places)

        if not self.document.edit(text, edit):
            return False
        self.select(chosen)
        return True

    def why_not_named(self, old: str, new: str) -> str:
        """Why a layer cannot have this name, "" where it can."""
        try:
            self._spec.rename(old, new)
        except SpecError as error:
            return engine_message(str(error).removeprefix(f"{old}: "))
        return ""

    def retype(self, name: str, type_name: str) -> None:
        """Make a layer one of another type; settings that both have are kept."""
        self._edit(
            self.tr("Make {0} {1}").format(name, type_name),
            lambda config: layer_edits.retype(config, name, type_name),
        )

    def set_enabled(self, names: Collection[str], on: bool) -> None:
        """Let layers work, or pass them by."""
        if names:
            text = self.tr("Enable {0}") if on else self.tr("Disable {0}")
            self._edit(text.format(self._list(names)), lambda c: layer_edits.enable(c, names, on))

    def set_frozen(self, names: Collection[str], on: bool) -> None:
        """Keep the parameters of layers, or let them learn."""
        if names:
            text = self.tr("Freeze {0}") if on else self.tr("Unfreeze {0}")
            self._edit(text.format(self._list(names)), lambda c: layer_edits.freeze(c, names, on))

    def set_output(self, names: Collection[str], on: bool) -> None:
        """Let the network give these layers out, or not."""
        if names:
            text = self.tr("Make {0} an output") if on else self.tr("Make {0} no output")
            self._edit(
                text.format(self._list(names)),
                lambda config: outputs.set_output(config, names, on),
                f"output of {', '.join(names)}",
            )

    def mend(self, mend: Mend) -> None:
        """Carry out what was suggested."""
        self._edit(mend_text(mend), mend.edit)

    # ---- links

    def link(self, source: str, reader: str) -> None:
        """Let one layer read another."""
        self._rewire(
            self.tr("Link {0} to {1}").format(source, reader),
            lambda spec: wiring.connect(spec, source, reader),
        )

    def cut_link(self, source: str, reader: str) -> None:
        """Cut a link."""
        self._rewire(
            self.tr("Cut the link from {0} to {1}").format(source, reader),
            lambda spec: wiring.disconnect(spec, source, reader),
        )

    def merge(self, source: str, reader: str, merge: str) -> None:
        """Let a layer that takes one input read two, merged."""
        self._rewire(
            self.tr("Add {0}").format(merge),
            lambda spec: wiring.merge_before(spec, source, reader, merge)[0],
        )

    def make_output(self, name: str) -> None:
        """Let a layer be the last; where that cannot be, an output beside the others."""
        if self._spec.outputs or wiring.readers_of(self._spec, name):
            self.set_output([name], True)
            return
        self._rewire(
            self.tr("Make {0} the output").format(name),
            lambda spec: wiring.make_output(spec, name),
        )

    def _rewire(self, text: str, change: Callable[[NetworkSpec], NetworkSpec]) -> None:
        self._edit(text, lambda config: config.replace(spec=change(config.spec)))

    def why_not_linked(self, source: str, reader: str) -> str:
        """Why a layer cannot read another, "" where it can."""
        try:
            if reader == OUTPUT:
                self._spec.index(source)
            else:
                wiring.connect(self._spec, source, reader, also=True)
        except SpecError as error:
            return engine_message(str(error))
        return ""

    # ---- the canvas

    def place(self, moved: Sequence[str], stand: Mapping[str, Place]) -> None:
        """Put nodes of the canvas at other places, given those of all."""
        words = self._list([self.tr("output") if name == OUTPUT else name for name in moved])
        self.document.edit(
            self.tr("Place {0}").format(words), lambda project: project.with_places(stand)
        )

    @Slot()
    def tidy(self) -> None:
        """Arrange the nodes of the canvas anew."""
        self.document.edit(self.tr("Tidy the canvas"), lambda project: project.with_places({}))

    # ---- the selected layers, as the menus and keys see them

    @property
    def can_paste(self) -> bool:
        """Whether the clipboard may hold layers."""
        mime = QGuiApplication.clipboard().mimeData()
        return mime is not None and (mime.hasFormat(clip.MIME) or mime.hasText())

    @Slot()
    def copy_selected(self) -> None:
        """Put the selected layers on the clipboard."""
        if not self._selected:
            return
        config = self.document.config
        text = clip.to_text(clip.copy(config.spec, self._selected, config.frozen))
        mime = QMimeData()
        self._copied = text.encode()
        mime.setData(clip.MIME, self._copied)
        mime.setText(text)
        QGuiApplication.clipboard().setMimeData(mime)
        self.state_changed.emit()

    def leave_text_only(self) -> None:
        """Before the program ends: the clipboard must not ask a Python object any more."""
        board = QGuiApplication.clipboard()
        mime = board.mimeData()
        if self._copied and mime is not None and bytes(mime.data(clip.MIME).data()) == self._copied:
            board.setText(self._copied.decode())

    @Slot()
    def cut_selected(self) -> None:
        """Put the selected layers on the clipboard and remove them."""
        names = self._selected
        if not names:
            return
        self.copy_selected()
        following = self._neighbour(names)
        text = self.tr("Cut {0}").format(self._list(names))
        if self._edit(text, lambda config: layer_edits.remove(config, names)):
            self.select([following] if following else [])

    @Slot()
    def paste_here(self) -> None:
        """Put the layers of the clipboard behind the selected one."""
        mime = QGuiApplication.clipboard().mimeData()
        if not self.can_paste:
            return
        data = bytes(mime.data(clip.MIME).data()).decode(errors="replace")
        try:
            pasted = clip.from_text(data if data else mime.text())
        except SpecError as error:
            self.document.refused.emit(str(error))
            return
        after = layer_edits.place_after(self._spec, self.document.selection)
        if not self.document.selection and self._spec.layers:
            after = self._spec.layers[-1].name if len(pasted.layers) > 1 else after
        words = self._list([node.name for node in pasted.layers])
        self._adding_many(
            self.tr("Paste {0}").format(words),
            lambda config: layer_edits.paste(config, pasted, after),
        )

    @Slot()
    def duplicate_selected(self) -> None:
        """Copy the selected layers behind the last of them."""
        names = self._selected
        if names:
            self._adding_many(
                self.tr("Duplicate {0}").format(self._list(names)),
                lambda config: layer_edits.duplicate(config, names),
            )

    @Slot()
    def remove_selected(self) -> None:
        """Remove the selected layers."""
        self.remove(self._selected)

    @Slot()
    def rename_selected(self) -> None:
        """Let the user type another name for the selected layer."""
        if self.document.selection:
            self.rename_asked.emit(self.document.selection)

    @Slot()
    def toggle_enabled(self) -> None:
        """Pass the selected layers by, or enable them again where all are passed by."""
        self.set_enabled(self._selected, not self.any_enabled)

    @Slot()
    def toggle_frozen(self) -> None:
        """Freeze the selected layers, or let them learn again where all are frozen."""
        names = self.freezable
        self.set_frozen(names, not self.all_frozen)

    @Slot()
    def toggle_output(self) -> None:
        """Give the selected layers out, or no longer where all are outputs."""
        self.set_output(self._selected, not self.all_outputs)

    # ---- how it is done

    def _edit(
        self, text: str, change: Callable[[RunConfig], RunConfig], merge_key: str = ""
    ) -> bool:
        return self.document.edit(
            text, lambda project: _changed(project, change(project.config)), merge_key=merge_key
        )

    def _adding(
        self,
        text: str,
        change: Callable[[RunConfig], tuple[RunConfig, str]],
        at: Standing | None = None,
    ) -> None:
        def many(config: RunConfig) -> tuple[RunConfig, tuple[str, ...]]:
            changed, name = change(config)
            return changed, (name,)

        self._adding_many(text, many, at)

    def _adding_many(
        self,
        text: str,
        change: Callable[[RunConfig], tuple[RunConfig, tuple[str, ...]]],
        at: Standing | None = None,
    ) -> None:
        added: list[str] = []

        def edit(project: Project) -> Project:
            config, names = change(project.config)
            added.extend(names)
            changed = _changed(project, config)
            if at is not None:
                changed = changed.with_places({**at[1], names[0]: at[0]})
            return changed

        if self.document.edit(text, edit):
            self.select(added)

    def _neighbour(self, names: Collection[str]) -> str:
        """What comes into the place of layers that go: the next, else the one before."""
        order = [node.name for node in self._spec.layers]
        last = max(order.index(name) for name in names)
        behind = [name for name in order[last:] if name not in names]
        before = [name for name in order[:last] if name not in names]
        return behind[0] if behind else before[-1] if before else ""

    def _list(self, names: Collection[str]) -> str:
        """Names for the menu: two, or how many."""
        if len(names) > 2:
            return self.tr("{0} layers").format(len(names))
        return ", ".join(names)


def _changed(project: Project, config: RunConfig) -> Project:
    """The project with another configuration, and no places of layers that are gone."""
    known = {INPUT, OUTPUT, *(node.name for node in config.spec.layers)}
    left = {name: at for name, at in project.places.items() if name in known}
    return replace(project, config=outputs.settled(project.config, config)).with_places(left)


def mend_text(mend: Mend) -> str:
    """What a mend does, in the user's language."""
    return translate("Mends", mend.text).format(*mend.values)
