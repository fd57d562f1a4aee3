"""Everything the command palette offers, as it stands now."""

from collections.abc import Iterator
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDockWidget, QWidget

from app.actions import Actions
from app.editor.layer_commands import LayerCommands
from app.editor.palette_chip import what_it_is
from app.files_menu import FilesMenu
from app.i18n import engine_text, plain, translate
from app.jobs.session import Session
from app.language_menu import LanguageMenu
from app.layout import Layout
from app.models.layer_text import addable_layers
from app.models.source_text import source_title
from app.widgets.command_palette import Command, CommandPalette
from nncore.data import SOURCES
from nncore.training.config import recipe_names

_PALETTE, _SHORTCUTS = "action.palette", "action.shortcuts"


class Commanded(Protocol):
    """What a window has that can be commanded."""

    actions_: Actions
    files: FilesMenu
    layers: LayerCommands
    languages: LanguageMenu
    layout_: Layout
    session: Session


class CommandList(QObject):
    """Opens the palette of a window; the actions come from the one table."""

    def __init__(self, window: Commanded, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = window
        self._parent = parent
        self.palette: CommandPalette | None = None

    @Slot()
    def open(self) -> None:
        """Show the palette above the window."""
        self._show(self.commands())

    @Slot()
    def open_shortcuts(self) -> None:
        """Show only what has keys; the palette itself is among it."""
        every = [*self._actions((_SHORTCUTS,)), *self._controls()]
        self._show([command for command in every if command.keys])

    def _show(self, commands: list[Command]) -> None:
        if self.palette is None:
            self.palette = CommandPalette(self._parent)
        self.palette.show_commands(commands)

    def commands(self) -> list[Command]:
        """Actions first, then panels, layers, controls, recipes and data sets."""
        return [
            *self._actions(),
            *self._panels(),
            *self._layers(),
            *self._controls(),
            *self._recipes(),
            *self._data(),
        ]

    def _actions(self, left_out: tuple[str, ...] = (_PALETTE, _SHORTCUTS)) -> Iterator[Command]:
        for group, action in self._window.actions_.by_menu():
            if action.objectName() not in left_out:
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                yield Command(
                    plain(action.text()),
                    plain(group),
                    action.trigger,
                    keys,
                    action.statusTip(),
                    action.isEnabled(),
                )

    def _panels(self) -> Iterator[Command]:
        layout, group = self._window.layout_, self.tr("Panel")
        for dock in layout.docks:
            text = self.tr("Show {0}").format(dock.windowTitle())
            yield Command(text, group, partial(_show_dock, dock))
        for index in range(layout.tabs.count()):
            if layout.tabs.isTabVisible(index):
                text = self.tr("Show {0}").format(layout.tabs.tabText(index))
                yield Command(text, group, partial(layout.tabs.setCurrentIndex, index))

    def _layers(self) -> Iterator[Command]:
        for node in self._window.session.config.spec.layers:
            text = self.tr("Go to {0}").format(node.name)
            run = partial(self._go_to, node.name)
            yield Command(text, self.tr("Layer"), run, words=node.layer.type_name)
        for name in addable_layers():
            run = partial(self._window.layers.add, name)
            text, tip = self.tr("Add {0}").format(name), what_it_is(name)
            yield Command(text, self.tr("Layer"), run, tip=tip)

    def _controls(self) -> Iterator[Command]:
        # Here, because a window starts without them.
        from app.control_commands import control_commands, language_commands
        from app.local_keys import local_commands

        yield from control_commands(self._window.layout_)
        yield from local_commands(self._window.layout_)
        view = plain(translate("Actions", "&View"))
        yield from language_commands(self._window.languages, view)

    def _go_to(self, name: str) -> None:
        """Select a layer and show its settings."""
        self._window.layout_.show_panel(self._window.layout_.inspector)
        self._window.layers.select([name])
        self._window.layout_.inspector.show_page("layer")

    def _recipes(self) -> Iterator[Command]:
        window = self._window
        for name in recipe_names():
            run = partial(window.files.leave, partial(window.session.open_recipe, name))
            yield Command(self.tr("Open {0}").format(name), self.tr("Recipe"), run)

    def _data(self) -> Iterator[Command]:
        for source in SOURCES.values():
            run = partial(self._window.layout_.data.use_source, source.name)
            text = self.tr("Use {0}").format(source_title(source.name))
            yield Command(text, self.tr("Data set"), run, tip=engine_text(source.description))


def _show_dock(dock: QDockWidget) -> None:
    dock.show()
    dock.raise_()
