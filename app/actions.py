"""Every action of the window, in one table; menus, toolbar and docs are built from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenuBar

from app.i18n import plain, translate
from app.icons import bind_icon
from app.widgets.text_field import commit_typing

CONTEXT = "Actions"


@dataclass(frozen=True)
class ActionSpec:
    """One action before it is made.

    Attributes:
        id: Its objectName, and the name of its handler.
        text: What the menu says, with the mnemonic.
        tip: One plain sentence.
        menu: The menu it stands in; "-" before the text begins a new group there.
        icon: Name of a file in resources/icons.
        one_of: The name of a group of which exactly one is checked.
    """

    id: str
    text: str
    tip: str
    menu: str
    shortcut: str = ""
    icon: str = ""
    group_start: bool = False
    checkable: bool = False
    one_of: str = ""


def _t(text: str) -> str:
    """A text that is translated when the action is made; `i18n_update` reads the table."""
    return text


MENUS = (
    ("file", _t("&File")),
    ("edit", _t("&Edit")),
    ("view", _t("&View")),
    ("network", _t("&Network")),
    ("train", _t("&Train")),
    ("help", _t("&Help")),
)

ACTIONS = (
    ActionSpec("new", _t("&New blank project"),
               _t("Begin with the input alone and build a network layer by layer."), "file",
               "Ctrl+N", "add"),
    ActionSpec("open", _t("&Open…"), _t("Open a project or an exported network."), "file",
               "Ctrl+O", "open"),
    ActionSpec("save", _t("&Save"), _t("Save the project with its weights and training state."),
               "file", "Ctrl+S", "save"),
    ActionSpec("save_as", _t("Save &as…"), _t("Save the project under another name."), "file",
               "Ctrl+Shift+S"),
    ActionSpec("export", _t("&Export network…"),
               _t("Write the trained weights as .vitrine, .npz or .safetensors."), "file",
               "Ctrl+E", "export", group_start=True),
    ActionSpec("export_diagram", _t("Export &diagram…"),
               _t("Write the network diagram with its weights as SVG, PNG or PDF."), "file"),
    ActionSpec("export_loss", _t("Export &loss plot…"),
               _t("Write the curves of the loss as PNG or SVG, or every point as CSV."), "file"),
    ActionSpec("export_accuracy", _t("Export a&ccuracy plot…"),
               _t("Write the curves of the accuracy as PNG or SVG, or every point as CSV."),
               "file"),
    ActionSpec("screenshot", _t("Save &picture of the window…"), _t("Save the window as a PNG."),
               "file"),
    ActionSpec("quit", _t("&Quit"), _t("Close Vitrine."), "file", "Ctrl+Q", group_start=True),
    ActionSpec("undo", _t("&Undo"), _t("Take back the last edit."), "edit", "Ctrl+Z", "undo"),
    ActionSpec("redo", _t("&Redo"), _t("Make the edit again."), "edit", "Ctrl+Shift+Z", "redo"),
    ActionSpec("cut", _t("Cu&t layers"),
               _t("Put the selected layers on the clipboard and remove them."), "edit", "Ctrl+X",
               group_start=True),
    ActionSpec("copy", _t("&Copy layers"),
               _t("Put the selected layers on the clipboard, as JSON that can be sent as text."),
               "edit", "Ctrl+C"),
    ActionSpec("paste", _t("&Paste layers"),
               _t("Put the layers of the clipboard behind the selected one; a picture, on the "
                  "digit pad."), "edit", "Ctrl+V"),
    ActionSpec("duplicate", _t("&Duplicate layers"),
               _t("Copy the selected layers behind the last of them."), "edit", "Ctrl+D"),
    ActionSpec("select_all_layers", _t("Select &all layers"), _t("Select every layer."), "edit",
               "Ctrl+A"),
    ActionSpec("theme_system", _t("Theme of the &system"), _t("Light or dark as the system says."),
               "view", checkable=True, one_of="theme"),
    ActionSpec("theme_light", _t("&Light theme"), _t("Dark text on a light ground."), "view",
               checkable=True, one_of="theme"),
    ActionSpec("theme_dark", _t("&Dark theme"), _t("Light text on a dark ground."), "view",
               checkable=True, one_of="theme"),
    ActionSpec("reset_layout", _t("&Reset layout"), _t("Put every panel back in its place."),
               "view", group_start=True),
    ActionSpec("reset_settings", _t("Reset all se&ttings…"),
               _t("Put every setting back, the theme and the list of recent files among them."),
               "view"),
    ActionSpec("palette", _t("&Command palette…"),
               _t("Search every command, panel, layer, recipe and data set."), "view", "Ctrl+K",
               group_start=True),
    ActionSpec("remove_layer", _t("&Remove layer"), _t("Remove the selected layer."), "network",
               icon="remove"),
    ActionSpec("rename_layer", _t("Re&name layer…"),
               _t("Type another name; whatever refers to the layer follows."), "network", "F2"),
    ActionSpec("disable_layer", _t("Disa&ble layer"),
               _t("Pass the selected layers by without losing their settings; again: use them."),
               "network", "Ctrl+/"),
    ActionSpec("freeze_layer", _t("&Freeze layer"),
               _t("Keep the weights of the selected layers as they are in training; again: let "
                  "them learn."), "network", "Ctrl+L"),
    ActionSpec("output_layer", _t("&Output of the network"),
               _t("Give the selected layers out, each with a loss, beside the other outputs; "
                  "again: no longer."), "network", checkable=True),
    ActionSpec("move_layer_up", _t("Move layer &up"), _t("Move the selected layer up."),
               "network", "Ctrl+Up", "up"),
    ActionSpec("move_layer_down", _t("Move layer &down"), _t("Move the selected layer down."),
               "network", "Ctrl+Down", "down"),
    ActionSpec("train", _t("&Train"), _t("Train the network, or go on training it."), "train",
               "F5", "play"),
    ActionSpec("pause", _t("&Pause"), _t("Rest after the batch at work."), "train", "F6", "pause"),
    ActionSpec("step_batch", _t("Step one &batch"), _t("Train one batch, then rest."), "train",
               "F10", "step-batch"),
    ActionSpec("step_epoch", _t("Step one &epoch"), _t("Train to the end of the epoch."),
               "train", "F11", "step-epoch"),
    ActionSpec("stop", _t("&Stop"), _t("End this run; the weights stay as they are."), "train",
               "Shift+F5", "stop"),
    ActionSpec("reset", _t("&Reset"),
               _t("Back to the same initial weights: the same seed draws the same ones."), "train",
               "Ctrl+R", "reset", group_start=True),
    ActionSpec("shortcuts", _t("&Keyboard shortcuts…"),
               _t("Show every command with its keys."), "help"),
    ActionSpec("welcome", _t("&Welcome…"), _t("Show the three ways in again."), "help"),
    ActionSpec("about", _t("&About Vitrine"), _t("Version, licence and where files are kept."),
               "help", icon="help"),
)  # fmt: skip


class Actions(QObject):
    """The actions, made from the table.

    Signals:
        refused(reason): What was being typed cannot be taken; the command goes on without it.

    Args:
        handlers: What each action does, by id; an action without one is not made.
        parent: The window, so that shortcuts work everywhere in it.
    """

    refused = Signal(str)

    def __init__(self, handlers: dict[str, Callable[..., object]], parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        for spec in ACTIONS:
            if spec.id in handlers:
                self._actions[spec.id] = self._make(spec, handlers[spec.id], parent)

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __contains__(self, action_id: str) -> bool:
        return action_id in self._actions

    def by_menu(self) -> Iterator[tuple[str, QAction]]:
        """Every action made, in the order of the table, with the title of its menu."""
        titles = {key: translate(CONTEXT, title) for key, title in MENUS}
        for spec in ACTIONS:
            if spec.id in self._actions:
                yield titles[spec.menu], self._actions[spec.id]

    def _make(self, spec: ActionSpec, handler: Callable[..., object], parent: QObject) -> QAction:
        action = QAction(translate(CONTEXT, spec.text), parent)
        action.setObjectName(f"action.{spec.id}")
        action.setIconText(plain(action.text()))  # Qt takes no "(&S)" away on a button
        action.setStatusTip(translate(CONTEXT, spec.tip))
        action.setCheckable(spec.checkable)
        if spec.one_of:
            self._group(spec.one_of).addAction(action)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(translate(CONTEXT, spec.tip) + (f" ({keys})" if keys else ""))
        if spec.icon:
            bind_icon(action, spec.icon)
        action.triggered.connect(self._commit_typing)  # first: the handler shall find it taken
        action.triggered.connect(handler)
        return action

    @Slot()
    def _commit_typing(self) -> None:
        if reason := commit_typing():
            self.refused.emit(reason)

    def _group(self, name: str) -> QActionGroup:
        if name not in self._groups:
            self._groups[name] = QActionGroup(self)
        return self._groups[name]

    def fill(self, bar: QMenuBar) -> None:
        """Build the menus."""
        for key, title in MENUS:
            menu = bar.addMenu(translate(CONTEXT, title))
            menu.setObjectName(f"menu.{key}")
            for spec in ACTIONS:
                if spec.menu == key and spec.id in self._actions:
                    if spec.group_start:
                        menu.addSeparator()
                    menu.addAction(self._actions[spec.id])
