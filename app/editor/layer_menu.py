"""What can be done to the selected layers, as a menu where they are."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.editor.layer_commands import LayerCommands
from app.models.layer_text import addable_layers


class LayerMenu(QMenu):
    """Made anew each time it is opened; it goes when it is closed."""

    def __init__(self, commands: LayerCommands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("layerMenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = commands
        one = len(commands.selected) == 1
        self._add("rename", self.tr("Rename…"), "F2", commands.rename_selected, on=one)
        self._fill_types(on=one)
        self.addSeparator()
        self._add("cut", self.tr("Cut"), "Ctrl+X", commands.cut_selected)
        self._add("copy", self.tr("Copy"), "Ctrl+C", commands.copy_selected)
        self._add("paste", self.tr("Paste"), "Ctrl+V", commands.paste_here, on=commands.can_paste)
        self._add("duplicate", self.tr("Duplicate"), "Ctrl+D", commands.duplicate_selected)
        self.addSeparator()
        disable = self.tr("Disable") if commands.any_enabled else self.tr("Enable")
        self._add("disable", disable, "Ctrl+/", commands.toggle_enabled)
        freeze = self.tr("Unfreeze") if commands.all_frozen else self.tr("Freeze")
        can = bool(commands.freezable)
        self._add("freeze", freeze, "Ctrl+L", commands.toggle_frozen, on=can)
        output = self._add(
            "output", self.tr("Output of the network"), "", commands.toggle_output,
            on=commands.output_may_change,
        )  # fmt: skip
        output.setCheckable(True)
        output.setChecked(commands.all_outputs)
        self.addSeparator()
        self._add("remove", self.tr("Remove"), "Del", commands.remove_selected)

    def _add(
        self, key: str, text: str, keys: str, do: Callable[[], None], *, on: bool = True
    ) -> QAction:
        # The window's own actions have the shortcuts; here they are only told.
        action = self.addAction(f"{text}\t{keys}" if keys else text)
        action.setObjectName(f"layerMenu.{key}")
        action.setEnabled(on)
        action.triggered.connect(do)
        return action

    def _fill_types(self, *, on: bool) -> None:
        menu = self.addMenu(self.tr("Make it"))
        menu.setObjectName("layerMenu.types")
        menu.setEnabled(on)
        if not on:
            return
        name = self._commands.selected[0]
        spec = self._commands.document.config.spec
        layer = spec.layers[spec.index(name)].layer
        for type_name in [*addable_layers(), *(["Add", "Concatenate"] if layer.takes_many else [])]:
            if type_name != layer.type_name:
                action = menu.addAction(type_name)
                action.setData(type_name)
                action.triggered.connect(self._on_type)

    @Slot()
    def _on_type(self) -> None:
        sender: QObject = self.sender()
        if isinstance(sender, QAction) and self._commands.selected:
            self._commands.retype(self._commands.selected[0], sender.data())
