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
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)


class ExportDialog(QDialog):
    """Asks for a format and a file; the window then exports in the background."""

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
            label = QLabel(note, self)
            label.setProperty("role", "small")
            label.setIndent(26)
            column.addWidget(label)
        self._path = QLineEdit(str(suggested.with_suffix(".vitrine")), self)
        self._path.setObjectName("exportPath")
        self._path.setAccessibleName(self.tr("File"))
        self._path.textChanged.connect(self._on_path_changed)
        browse = QPushButton(self.tr("Browse…"), self)
        browse.setObjectName("exportBrowse")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._on_browse)
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(browse)
        column.addLayout(row)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._ok = self._buttons.addButton(
            self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._ok.setObjectName("exportOk")
        self._ok.setProperty("primary", True)
        self._ok.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column.addWidget(self._buttons)
        self._group.idClicked.connect(self._on_format)
        self._group.button(0).setChecked(True)

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
        for index, (suffix, _, _) in enumerate(self._formats):
            if path.suffix == suffix:
                self._group.button(index).setChecked(True)

    @Slot(int)
    def _on_format(self, index: int) -> None:
        path = Path(self._path.text().strip())
        known = {suffix for suffix, _, _ in self._formats}
        if path.suffix in known:
            path = path.with_suffix(self._formats[index][0])
        self._path.setText(str(path))

    @Slot(str)
    def _on_path_changed(self, text: str) -> None:
        self._ok.setEnabled(bool(text.strip()))

    @Slot()
    def _on_browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export network"), self._path.text(), "*.vitrine *.npz *.safetensors"
        )
        if chosen:
            self.set_path(Path(chosen))
