"""The main window: puts panels, bar, menus and clock together; it decides nothing."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QMenuBar,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from app.about import about_text
from app.action_states import ActionStates
from app.actions import Actions
from app.clock import RefreshClock
from app.command_list import CommandList
from app.drops import Drops
from app.editor.layer_commands import LayerCommands
from app.engine_messages import engine_message, engine_sentence
from app.files_menu import FilesMenu
from app.guard import guarded
from app.icons import app_icon
from app.jobs.predictor import DIGIT_SIZE
from app.jobs.recovery import Recovery
from app.jobs.run_info import Prepared
from app.jobs.session import Session
from app.language_menu import LanguageMenu
from app.layout import Layout
from app.notify import notifier
from app.on_screen import OnScreen
from app.project import Project, project_title
from app.recent_menu import RecentMenu
from app.settings import Settings
from app.theme import theme
from app.train_bar import TrainBar
from app.welcome import Welcome
from app.widgets.notice_bar import NoticeBar
from app.widgets.toast import Toast

MARGIN = 8


class MainWindow(QMainWindow):
    """The studio."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session = session
        self._settings = settings
        self._leaving = False
        self.setObjectName("mainWindow")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.files = FilesMenu(session, settings, self)
        self.layers = LayerCommands(session.document, self)
        self.commands = CommandList(self, self)
        self.actions_ = Actions(self._handlers(), self)
        self.states = ActionStates(session, self.layers, self.actions_, self)
        self.drops = Drops(session, self.files, self)
        self._make_bars()
        self.studio = self._make_studio()
        self.layout_ = Layout(self.studio, session, self.layers, settings)
        self._fill_menus()
        self.welcome = Welcome(session, settings, self.files, self.layout_.pad, self)
        self.toast = Toast(self)
        self.clock = RefreshClock(
            session.training.collect,
            session.training.is_running,
            self,
            ask=session.training.want_snapshot,
            hold=session.training.hold,
            release=session.training.release,
        )
        for panel in self.layout_.refreshed():
            self.clock.add(panel)  # type: ignore[arg-type]
        self.recovery = Recovery(session, self)
        self._connect()
        self._restore()
        self.states.show_state()
        self._show_title()
        self.clock.start()
        # Tab goes to the first control; until then nothing is ringed.
        self.setFocus()

    def _handlers(self) -> dict[str, Callable[..., object]]:
        training, document = self.session.training, self.session.document
        return {
            "new": self._on_new,
            "open": self.files.open,
            "save": self.files.save,
            "save_as": self.files.save_as,
            "export": self.files.export,
            "export_diagram": self._on_export_diagram,
            "export_loss": self._on_export_loss,
            "export_accuracy": self._on_export_accuracy,
            "screenshot": self.files.save_picture,
            "quit": self.close,
            "undo": document.undo_stack.undo,
            "redo": document.undo_stack.redo,
            "theme_system": self._on_theme,
            "theme_light": self._on_theme,
            "theme_dark": self._on_theme,
            "reset_layout": self._on_reset_layout,
            "reset_settings": self._on_reset_settings,
            "palette": self.commands.open,
            "shortcuts": self.commands.open_shortcuts,
            "cut": self.layers.cut_selected,
            "copy": self.layers.copy_selected,
            "paste": self._on_paste,
            "duplicate": self.layers.duplicate_selected,
            "select_all_layers": self.layers.select_all,
            "remove_layer": self.layers.remove_selected,
            "rename_layer": self.layers.rename_selected,
            "disable_layer": self.layers.toggle_enabled,
            "freeze_layer": self.layers.toggle_frozen,
            "output_layer": self.layers.toggle_output,
            "move_layer_up": self.layers.move_up,
            "move_layer_down": self.layers.move_down,
            "train": self.session.train,
            "pause": training.pause,
            "step_batch": self.session.step_batch,
            "step_epoch": self.session.step_epoch,
            "stop": training.stop,
            "reset": self.session.reset,
            "welcome": self._on_welcome,
            "about": self._on_about,
        }

    def _make_studio(self) -> QMainWindow:
        """The docks live in an inner main window, so that it can have a margin all around."""
        studio = QMainWindow(self, Qt.WindowType.Widget)
        studio.setObjectName("studio")
        studio.setDockNestingEnabled(True)
        frame = QWidget(self)
        column = QVBoxLayout(frame)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.addWidget(studio)
        self.setCentralWidget(frame)
        return studio

    def _make_bars(self) -> None:
        top = QFrame(self)
        top.setObjectName("topBar")
        self.menus = QMenuBar(top)
        self._file_label = QLabel(top)
        self._file_label.setObjectName("fileLabel")
        self._file_label.setProperty("role", "muted")
        self.bar = TrainBar(self.session, self.actions_, top)
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 16, 0)
        row.addWidget(self.menus, 1)
        row.addWidget(self._file_label)
        column.addLayout(row)
        column.addWidget(self.bar)
        self.notice = NoticeBar("recoveryNotice", top)
        column.addWidget(self.notice)
        self.setMenuWidget(top)

    def _fill_menus(self) -> None:
        self.actions_.fill(self.menus)
        file, view = (self.menus.findChild(QMenu, f"menu.{key}") for key in ("file", "view"))
        assert file is not None
        assert view is not None
        self.recent = RecentMenu(self._settings, file)
        file.insertMenu(self.actions_["save"], self.recent)
        self.languages = LanguageMenu(self._settings, view)
        view.insertMenu(self.actions_["reset_layout"], self.languages)
        view.addSeparator()
        self.layout_.fill_menu(view)

    def _connect(self) -> None:
        session = self.session
        session.told.connect(self.toast.show_message)
        self.actions_.refused.connect(self._on_typing_refused)
        session.document.refused.connect(self._on_refused)
        notifier().message.connect(self.toast.show_message)
        session.document.file_changed.connect(self._show_title)
        session.document.project_changed.connect(self._on_project_changed)
        self.layout_.canvas.inspect_asked.connect(self.layout_.inspector.open_layer)
        self.layout_.architecture.canvas_asked.connect(self._on_canvas_asked)
        session.training.ended.connect(self._on_ended)
        self.recovery.changed.connect(self._on_recovery_changed)
        self.notice.accepted.connect(self.recovery.accept)
        self.notice.closed.connect(self.recovery.dismiss)
        session.training.prepared.connect(self._on_prepared)
        self.bar.recipe_chosen.connect(self._on_recipe_chosen)
        self.recent.chosen.connect(self.files.open_recent)
        self.layout_.data.sample_chosen.connect(self._on_sample_chosen)
        self.layout_.mistakes.sample_chosen.connect(self._on_mistake_chosen)
        self.layout_.loss.export_asked.connect(self.files.export_plot)
        self.layout_.accuracy.export_asked.connect(self.files.export_plot)

    def _restore(self) -> None:
        self.resize(1440, 900)
        if self._settings.window_geometry:
            self.restoreGeometry(QByteArray(self._settings.window_geometry))
        if not self.layout_.restore(self._settings.window_state):
            # Docks get their sizes only once the window has its own.
            QTimer.singleShot(0, self, self._on_reset_layout)

    @Slot()
    def _show_title(self) -> None:
        document = self.session.document
        name = document.path.name if document.path else project_title(document.config.name)
        self.setWindowTitle(f"{name}[*] – Vitrine")
        self.setWindowModified(document.modified)
        self._file_label.setText(f"{name} •" if document.modified else name)
        unsaved, saved = self.tr("There are unsaved changes."), self.tr("Everything is saved.")
        path = str(document.path) if document.path else self.tr("This project has no file yet.")
        self._file_label.setToolTip(f"{path}\n{unsaved if document.modified else saved}")

    @Slot(object, object)
    def _on_project_changed(self, old: Project, new: Project) -> None:
        if old.view.architecture != new.view.architecture:
            self.layout_.show_canvas(new.view.architecture == "canvas")

    @Slot()
    def _on_canvas_asked(self) -> None:
        self.layout_.show_canvas(True)

    @Slot(str)
    def _on_refused(self, message: str) -> None:
        self.toast.show_message(engine_message(message), "warning")

    @Slot(str)
    def _on_typing_refused(self, reason: str) -> None:
        text = self.tr("What was typed is not taken: {0}").format(engine_message(reason))
        self.toast.show_message(text, "warning")

    @Slot(str)
    def _on_ended(self, reason: str) -> None:
        if reason != "finished":
            self.toast.show_message(engine_sentence(reason), "warning")

    @Slot()
    def _on_recovery_changed(self) -> None:
        """Offer the way back from a divergence, in words beside its button."""
        offer = self.recovery.offer
        if offer is None:
            self.notice.hide()
            return
        self.toast.hide()
        self.notice.show_notice(
            engine_sentence(offer.reason),
            self.tr("Back to step {0}, rate {1:g}").format(offer.step, offer.rate),
            self.tr("Put the last healthy weights back, lower the learning rate and train on."),
        )

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        self._show_title()
        layers = [i for i in self.session.document.inference.layers if i.params]
        text = ""
        if prepared.kept and len(prepared.kept) < len(layers):
            text = self.tr("Kept the weights of {0}; the rest starts anew.")
        elif prepared.kept:
            text = self.tr("Kept the weights of every layer.")
            if prepared.begins_anew:
                text = self.tr("Kept the weights of every layer; the run begins anew.")
        elif prepared.begins_anew:
            text = self.tr("The run begins anew.")
        if text:
            self.toast.show_message(text.format(", ".join(prepared.kept)), "info")

    @Slot()
    def _on_new(self) -> None:
        self.files.leave(self.session.open_blank)

    @Slot()
    def _on_welcome(self) -> None:
        self.welcome.show_again()

    @Slot(str)
    def _on_recipe_chosen(self, name: str) -> None:
        self.files.leave(partial(self.session.open_recipe, name))

    @Slot(int, str)
    def _on_sample_chosen(self, index: int, split: str) -> None:
        self.layout_.pad.canvas.clear()
        self.session.sample.choose(index, split)

    @Slot(str, int)
    def _on_mistake_chosen(self, split: str, index: int) -> None:
        """Put it on the pad, or where the pad cannot take it, into the pictures of the network."""
        data = self.session.data
        if data is None:
            return
        sample = (data.x_train if split == "train" else data.x_test)[index]
        if sample.size == DIGIT_SIZE:
            self.layout_.pad.show_digit(sample.reshape(28, 28))
        else:
            self.layout_.pad.canvas.clear()
            self.session.sample.choose(index, split)

    @Slot()
    def _on_theme(self) -> None:
        mode = self.sender().objectName().rpartition("_")[2]
        theme().set_mode(mode)  # type: ignore[arg-type]
        self._settings.theme = mode
        self.states.show_state()

    @Slot()
    def _on_paste(self) -> None:
        """Layers go behind the selected one; a picture goes to the pad."""
        if self.states.picture_waits:
            self.layout_.show_panel(self.layout_.pad)
            self.layout_.pad.intake.paste()
        else:
            self.layers.paste_here()

    @Slot()
    def _on_export_diagram(self) -> None:
        self.files.export_diagram(self.layout_.network.diagram_file)

    @Slot()
    def _on_export_loss(self) -> None:
        self.layout_.loss.ask_export("png")

    @Slot()
    def _on_export_accuracy(self) -> None:
        self.layout_.accuracy.ask_export("png")

    @Slot()
    def _on_reset_layout(self) -> None:
        self.layout_.arrange(self.width(), self.height())

    @Slot()
    def _on_reset_settings(self) -> None:
        if self.files.may_reset_settings():
            self._settings.reset()
            theme().set_mode("system")
            self._restore()
            OnScreen(self)
            self.states.show_state()

    @Slot()
    def _on_about(self) -> None:
        QMessageBox.about(
            self, self.tr("About Vitrine"), about_text(self._settings, self.session.data_dir)
        )

    @guarded()
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.drops.fits(event.mimeData()):
            event.acceptProposedAction()

    @guarded()
    def dropEvent(self, event: QDropEvent) -> None:
        if self.drops.fits(event.mimeData()):
            event.acceptProposedAction()
            self.drops.take(event.mimeData())

    @guarded()
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leaving and not self.files.may_leave(self._close_for_good):
            event.ignore()
            return
        self._settings.window_geometry = bytes(self.saveGeometry().data())
        self._settings.window_state = self.layout_.save()
        if not self.session.close():
            self.toast.show_message(self.tr("Waiting for the batch at work…"), "warning")
            event.ignore()
            return
        self.clock.stop()
        self.states.close()
        self.layers.leave_text_only()
        event.accept()

    @Slot()
    def _close_for_good(self) -> None:
        """Close after saving; what training changed meanwhile is not asked for again."""
        self._leaving = True
        self.close()
