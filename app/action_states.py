"""Which actions can be used now, and what they are called now."""

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot
from PySide6.QtGui import QGuiApplication

from app.actions import Actions
from app.editor.layer_commands import LayerCommands
from app.jobs.session import Session
from app.jobs.training import Status
from app.models import clip
from app.pad.picture_intake import holds_picture
from app.theme import theme


class ActionStates(QObject):
    """Follows the session and enables what makes sense.

    Signals:
        shown(): The actions are up to date.
    """

    shown = Signal()

    def __init__(
        self, session: Session, layers: LayerCommands, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._layers = layers
        self._actions = actions
        layers.state_changed.connect(self.show_state)
        QGuiApplication.clipboard().dataChanged.connect(self.show_state)
        for signal in self._stack_signals():
            signal.connect(self.show_state)
        session.training.status_changed.connect(self.show_state)
        session.blocked_changed.connect(self.show_state)
        session.document.project_opened.connect(self.show_state)
        theme().changed.connect(self.show_state)

    @Slot()
    def show_state(self) -> None:
        """Enable what can be done now."""
        selected = bool(self._session.document.selection)
        for action_id, on in (self._of_session() | self._of_layers(selected)).items():
            self._actions[action_id].setEnabled(on)
        self._name_actions(selected)
        for mode in ("system", "light", "dark"):
            self._actions[f"theme_{mode}"].setChecked(theme().mode == mode)
        self.shown.emit()

    @property
    def picture_waits(self) -> bool:
        """Whether the clipboard holds a picture, and no layers."""
        mime = QGuiApplication.clipboard().mimeData()
        return mime is not None and not mime.hasFormat(clip.MIME) and holds_picture(mime)

    def _of_session(self) -> dict[str, bool]:
        training, stack = self._session.training, self._session.document.undo_stack
        running = training.status is Status.RUNNING
        ready = training.has_run and not self._session.blocked
        may_step = ready and not running and training.status is not Status.FINISHED
        return {
            "undo": stack.canUndo(),
            "redo": stack.canRedo(),
            "train": ready and not running,
            "pause": running,
            "step_batch": may_step,
            "step_epoch": may_step,
            "stop": training.status in (Status.RUNNING, Status.PAUSED),
            "reset": training.has_run or training.status is Status.FAILED,
            "export": training.has_run,
        }

    def _of_layers(self, selected: bool) -> dict[str, bool]:
        names = ("cut", "copy", "duplicate", "remove_layer", "rename_layer", "disable_layer",
                 "move_layer_up", "move_layer_down")  # fmt: skip
        return dict.fromkeys(names, selected) | {
            "paste": self._layers.can_paste or self.picture_waits,
            "freeze_layer": bool(self._layers.freezable),
            "output_layer": self._layers.output_may_change,
        }

    def _name_actions(self, selected: bool) -> None:
        stack = self._session.document.undo_stack
        self._actions["undo"].setText(self.tr("&Undo {0}").format(stack.undoText()).rstrip())
        self._actions["redo"].setText(self.tr("&Redo {0}").format(stack.redoText()).rstrip())
        paste = self.tr("&Paste picture") if self.picture_waits else self.tr("&Paste layers")
        self._actions["paste"].setText(paste)
        enable = selected and not self._layers.any_enabled
        words = self.tr("Ena&ble layer") if enable else self.tr("Disa&ble layer")
        self._actions["disable_layer"].setText(words)
        frozen = self._layers.all_frozen
        freeze = self.tr("Un&freeze layer") if frozen else self.tr("&Freeze layer")
        self._actions["freeze_layer"].setText(freeze)
        self._actions["output_layer"].setChecked(self._layers.all_outputs)

    def close(self) -> None:
        """Leave what outlives the window, and the stack, which tells of its own end."""
        QGuiApplication.clipboard().dataChanged.disconnect(self.show_state)
        for signal in self._stack_signals():
            signal.disconnect(self.show_state)

    def _stack_signals(self) -> tuple[SignalInstance, ...]:
        stack = self._session.document.undo_stack
        return stack.canUndoChanged, stack.canRedoChanged, stack.undoTextChanged
