"""What the application remembers between starts, in one JSON file."""

import base64
import binascii
import json
import logging
import os
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from PySide6.QtCore import QIODevice, QObject, QSaveFile, QStandardPaths, Signal

from app.i18n import LANGUAGES

T = TypeVar("T")

_FORMAT = "vitrine-settings"
_MOST_RECENT_FILES = 10

log = logging.getLogger(__name__)


class Setting(Generic[T]):
    """One declaration: a default, which is also the type, a help text, maybe the choices."""

    def __init__(self, default: T, help: str, *, choices: tuple[T, ...] = ()) -> None:
        self.name = ""
        self.default: T = default
        self.help = help
        self.choices: tuple[T, ...] = choices

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, settings: None, owner: type) -> "Setting[T]": ...
    @overload
    def __get__(self, settings: "Settings", owner: type) -> T: ...
    def __get__(self, settings: "Settings | None", owner: type) -> "T | Setting[T]":
        if settings is None:
            return self
        value: T = settings.values.get(self.name, self.default)
        return value

    def __set__(self, settings: "Settings", value: T) -> None:
        settings.store(self, self.accept(value))

    def accept(self, value: Any) -> T:
        """Return the value if it has the declared type, else raise a ValueError."""
        if type(self.default) is float and type(value) is int:
            value = float(value)
        fits = type(value) is type(self.default)
        if isinstance(value, tuple):
            fits = fits and all(type(item) is str for item in value)
        if not fits or (self.choices and value not in self.choices):
            wanted = self.choices or type(self.default).__name__
            raise ValueError(f"setting {self.name} is {value!r}, not {wanted}")
        accepted: T = value
        return accepted

    def from_json(self, value: Any) -> T:
        """Read what `to_json` wrote, else raise a ValueError."""
        if type(self.default) is bytes and isinstance(value, str):
            try:
                value = base64.b64decode(value, validate=True)
            except binascii.Error as error:
                raise ValueError(f"setting {self.name} is not base64: {error}") from None
        elif type(self.default) is tuple and isinstance(value, list):
            value = tuple(value)
        return self.accept(value)

    def to_json(self, value: T) -> Any:
        """The value as JSON knows it: bytes as base64, a tuple as a list."""
        if isinstance(value, bytes):
            return base64.b64encode(value).decode("ascii")
        return list(value) if isinstance(value, tuple) else value


class Settings(QObject):
    """The settings; assigning one writes the file, and `changed` tells its name.

    A damaged file is set aside as `.bad` and `problem` says so. In safe mode the file is
    neither read nor written, so that a start that crashes on a setting can be undone.
    """

    changed = Signal(str)

    theme = Setting(
        "system", "Light, dark, or as the system says.", choices=("system", "light", "dark")
    )
    language = Setting(
        "", "The language of the window; empty for the system's.", choices=("", *LANGUAGES)
    )
    data_dir = Setting("", "Where data sets are kept; empty for the user's data folder.")
    last_folder = Setting("", "Where the last file dialog ended.")
    recent_files = Setting[tuple[str, ...]]((), "Projects opened lately, newest first.")
    welcomed = Setting(False, "Whether the welcome of the first start has been seen.")
    pen_width = Setting(
        2.0, "How wide the pen of the digit pad draws, in pixels of a 28 × 28 picture."
    )
    window_geometry = Setting(b"", "Place and size of the window.")
    window_state = Setting(b"", "Places of docks and toolbars.")

    def __init__(
        self,
        path: Path | None = None,
        parent: QObject | None = None,
        *,
        safe_mode: bool = False,
    ) -> None:
        super().__init__(parent)
        self.path = path or default_path()
        self.safe_mode = safe_mode
        self.problem = ""
        self.values: dict[str, Any] = {}
        # Entries of a newer version are kept for it.
        self._unknown: dict[str, Any] = {}
        if not safe_mode:
            self._read()

    @classmethod
    def declarations(cls) -> dict[str, Setting[Any]]:
        """Every setting by name, for a dialog and for the docs."""
        return {name: item for name, item in vars(cls).items() if isinstance(item, Setting)}

    def store(self, setting: Setting[T], value: T) -> None:
        """Keep an accepted value and write the file if it is a change."""
        if self.values.get(setting.name, setting.default) == value:
            return
        self.values[setting.name] = value
        self.save()
        self.changed.emit(setting.name)

    def add_recent_file(self, path: str | os.PathLike[str]) -> None:
        """Put a file at the head of the recent ones."""
        newest = str(Path(path).absolute())
        others = tuple(known for known in self.recent_files if known != newest)
        self.recent_files = (newest, *others)[:_MOST_RECENT_FILES]

    def remove_recent_file(self, path: str) -> None:
        """Forget a file, for example one that is gone."""
        self.recent_files = tuple(known for known in self.recent_files if known != path)

    def reset(self) -> None:
        """Take every default again."""
        names = list(self.values)
        self.values.clear()
        self._unknown.clear()
        self.save()
        for name in names:
            self.changed.emit(name)

    def save(self) -> bool:
        """Write the file whole or not at all; says whether it could be written."""
        if self.safe_mode:
            return False
        known = self.declarations()
        entries = {name: known[name].to_json(value) for name, value in self.values.items()}
        content = {"format": _FORMAT, "version": 1, "settings": {**self._unknown, **entries}}
        text = json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.warning("cannot make the folder of the settings: %s", error)
            return False
        file = QSaveFile(str(self.path))
        written = (
            file.open(QIODevice.OpenModeFlag.WriteOnly)
            and file.write(text.encode()) >= 0
            and file.commit()
        )
        if not written:
            log.warning("cannot write %s: %s", self.path, file.errorString())
        return written

    def _read(self) -> None:
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            entries = content["settings"]
            if content["format"] != _FORMAT or not isinstance(entries, dict):
                raise ValueError(f"the format is {content['format']!r}, not {_FORMAT!r}")
        except FileNotFoundError:
            return
        except OSError as error:
            self.problem = f"{self.path} cannot be read: {error}"
            log.warning(self.problem)
            return
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            self._set_aside(error)
            return
        self._take(entries)

    def _take(self, entries: dict[str, Any]) -> None:
        known = self.declarations()
        for name, value in entries.items():
            if name not in known:
                self._unknown[name] = value
                continue
            try:
                self.values[name] = known[name].from_json(value)
            except ValueError as error:
                log.warning("%s: %s; the default is used", self.path, error)

    def _set_aside(self, error: Exception) -> None:
        bad = self.path.with_name(self.path.name + ".bad")
        self.problem = f"{self.path} is damaged ({error}); it was set aside as {bad.name}"
        log.warning(self.problem)
        try:
            self.path.replace(bad)
        except OSError as move_error:
            log.warning("cannot set %s aside: %s", self.path, move_error)


def default_path() -> Path:
    """The settings file in the user's configuration folder."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)
    return Path(place) / "settings.json"
