"""The export dialog: which format, and where to."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.guard import guarded
from app.widgets.style import set_property


class ExportDialog(QDialog):
    """Asks for a format and a file; the window then exports in the background.

    Args:
        suggested: The file to begin with.
        parameters: How many numbers will be written.
        parent: The window it belongs to.
    """

    def __init__(self, suggested: Path, parameters: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle(self.tr("Export network"))
        self.setMinimumWidth(460)
        self._formats = (
            (".vitrine", self.tr("Vitrine"), self.tr("opens here again, exactly as it is")),
            (
                ".npz",
                self.tr("NumPy .npz"),
                self.tr("arrays by name: np.load(file)['dense_1/kernel']"),
            ),
            (
                ".safetensors",
                self.tr("safetensors"),
                self.tr("for PyTorch, JAX and others; holds no code"),
            ),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        title = QLabel(self.tr("{0} parameters").format(f"{parameters:,}"), self)
        title.setProperty("role", "title")
        column.addWidget(title)
        self._group = QButtonGroup(self)
        for index, (suffix, name, note) in enumerate(self._formats):
            column.addWidget(self._radio(index, suffix, name))
            column.addSpacing(-8)  # the note belongs to the line above
            label = QLabel(note, self)
            label.setProperty("role", "small")
            label.setIndent(26)
            column.addWidget(label)
        self._path = QLineEdit(str(suggested), self)
        self._path.setObjectName("exportPath")
        self._path.setAccessibleName(self.tr("File"))
        self._path.setProperty("tall", True)  # as high as the button beside it
        self._path.textChanged.connect(self._on_path_changed)
        browse = QPushButton(self.tr("Browse…"), self)
        browse.setObjectName("exportBrowse")
        browse.setAccessibleName(browse.text())
        browse.setAutoDefault(False)
        browse.clicked.connect(self._on_browse)
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(browse)
        column.addLayout(row)
        self._problem = QLabel(self)
        self._problem.setObjectName("exportProblem")
        self._problem.setWordWrap(True)
        self._problem.setProperty("tone", "danger")
        column.addWidget(self._problem)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._ok = self._buttons.addButton(
            self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._ok.setObjectName("exportOk")
        set_property(self._ok, "primary", True)
        self._ok.setAccessibleName(self._ok.text())
        self._ok.setDefault(True)
        cancel = self._buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("exportCancel")
        cancel.setAccessibleName(cancel.text())
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column.addWidget(self._buttons)
        self._group.idClicked.connect(self._on_format)
        self._group.button(0).setChecked(True)
        self._on_path_changed(self._path.text())
        self._path.setFocus()

    def _radio(self, index: int, suffix: str, name: str) -> QRadioButton:
        radio = QRadioButton(name, self)
        radio.setObjectName(f"export{suffix}")
        radio.setAccessibleName(name)
        self._group.addButton(radio, index)
        return radio

    @property
    def path(self) -> Path:
        """The file to write, with the ending of the chosen format."""
        path = Path(self._path.text().strip()).expanduser()
        suffix = self._formats[self._group.checkedId()][0]
        return path if path.suffix == suffix else path.with_name(path.name + suffix)

    def set_path(self, path: Path) -> None:
        """Choose a file; its ending chooses the format."""
        self._path.setText(str(path))

    @guarded()
    def accept(self) -> None:
        """Close, unless a file would be replaced that should stay."""
        if not self.path.exists() or self._confirm_overwrite():
            super().accept()

    def _confirm_overwrite(self) -> bool:
        answer = QMessageBox.question(
            self,
            self.tr("Replace the file?"),
            self.tr("{0} exists already. Replace it?").format(self.path.name),
        )
        return answer == QMessageBox.StandardButton.Yes

    @Slot(int)
    def _on_format(self, index: int) -> None:
        path = Path(self._path.text().strip())
        if path.suffix in (suffix for suffix, _, _ in self._formats):
            self._path.setText(str(path.with_suffix(self._formats[index][0])))

    @Slot(str)
    def _on_path_changed(self, text: str) -> None:
        path = Path(text.strip()).expanduser()
        for index, (suffix, _, _) in enumerate(self._formats):
            if path.suffix == suffix and path.stem:
                self._group.button(index).setChecked(True)
        problem = ""
        if not path.name:
            problem = self.tr("A file needs a name.")
        elif path.is_dir():
            problem = self.tr("{0} is a folder.").format(path)
        elif not path.parent.is_dir():
            problem = self.tr("There is no folder {0}.").format(path.parent)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._ok.setEnabled(not problem)

    @Slot()
    def _on_browse(self) -> None:
        # The question whether to replace a file comes with Export, for every way to name it.
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export network"),
            self._path.text(),
            "*.vitrine *.npz *.safetensors",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.set_path(Path(chosen))
