"""The one dialog for errors nobody expected."""

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


class ErrorDialog(QDialog):
    """Says in plain words what happened; the details can be copied and mailed.

    `finished` tells that the user has closed it, by whatever way.
    """

    def __init__(self, log_folder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorDialog")
        self.setWindowTitle(self.tr("Unexpected error"))
        self.setModal(False)
        # The program ends with its main window, whether or not this one is still open.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.resize(620, 380)
        self._log_folder = log_folder
        self._title = self._label("title")
        self._title.setText(self.tr("Something went wrong inside Vitrine"))
        self._advice = self._label("")
        self._advice.setText(
            self.tr(
                "Your work is still here. Save it under a new name before you go on. "
                "If this happens again, please send us the details below."
            )
        )
        self._summary = self._label("muted")
        self._details = QPlainTextEdit(self)
        self._details.setObjectName("errorDialog.details")
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setReadOnly(True)
        self._details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(12)
        self._details.setFont(fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for label in (self._title, self._advice, self._summary):
            column.addWidget(label)
        column.addWidget(self._details, 1)
        column.addLayout(self._buttons())

    def show_error(self, summary: str, details: str) -> None:
        """Show one error, in place of the one before; the window does not take the focus."""
        self._summary.setText(summary)
        if self._details.toPlainText() != details:
            self._details.setPlainText(details)
        if not self.isVisible():
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self.show()

    def details(self) -> str:
        """The text that Copy copies."""
        return f"{self._summary.text()}\n\n{self._details.toPlainText()}"

    @Slot()
    def copy_details(self) -> None:
        """Put summary and details on the clipboard."""
        QGuiApplication.clipboard().setText(self.details())

    @Slot()
    def open_log_folder(self) -> None:
        """Show the folder of the log in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._log_folder))

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("role", role)
        return label

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        copy = QPushButton(self.tr("Copy details"), self)
        copy.setObjectName("errorDialog.copy")
        copy.clicked.connect(self.copy_details)
        folder = QPushButton(self.tr("Open log folder"), self)
        folder.setObjectName("errorDialog.folder")
        folder.setVisible(bool(self._log_folder))
        folder.clicked.connect(self.open_log_folder)
        close = QPushButton(self.tr("Close"), self)
        close.setObjectName("errorDialog.close")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        for button in (copy, folder, close):
            button.setAccessibleName(button.text())
        row.addWidget(copy)
        row.addWidget(folder)
        row.addStretch(1)
        row.addWidget(close)
        return row
