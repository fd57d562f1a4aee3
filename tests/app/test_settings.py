"""What the application remembers, and what it does with a damaged file."""

import json
import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.settings import Settings, default_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "settings.json"


def test_missing_file_means_defaults(path: Path) -> None:
    settings = Settings(path)
    assert settings.theme == "system"
    assert settings.recent_files == ()
    assert settings.window_geometry == b""
    assert settings.problem == ""
    assert not path.exists()


def test_every_type_survives_a_round_trip(path: Path) -> None:
    settings = Settings(path)
    settings.theme = "dark"
    settings.window_geometry = bytes(range(256))
    settings.recent_files = ("/a/Ziffern.vitrine", "/b/数字.vitrine")
    again = Settings(path)
    assert again.theme == "dark"
    assert again.window_geometry == bytes(range(256))
    assert again.recent_files == ("/a/Ziffern.vitrine", "/b/数字.vitrine")
    assert again.data_dir == ""


def test_changed_names_the_setting_once_for_a_change(path: Path) -> None:
    settings = Settings(path)
    seen: list[str] = []
    settings.changed.connect(seen.append)
    settings.theme = "dark"
    settings.theme = "dark"
    assert seen == ["theme"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("theme", "pink"), ("theme", 3), ("window_state", "text"), ("recent_files", (1, 2))],
)
def test_wrong_value_is_refused_by_name(path: Path, name: str, value: object) -> None:
    settings = Settings(path)
    with pytest.raises(ValueError, match=name):
        setattr(settings, name, value)
    assert not path.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"format": "other", "settings": {}}',
        b'{"format": "vitrine-settings", "settings": []}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
)
def test_damaged_file_is_set_aside_and_the_start_is_clean(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.theme == "system"
    assert "settings.json.bad" in settings.problem
    assert path.with_name("settings.json.bad").read_bytes() == content
    settings.theme = "light"
    assert Settings(path).theme == "light"
    assert Settings(path).problem == ""


def test_one_wrong_entry_does_not_cost_the_others(path: Path) -> None:
    path.parent.mkdir()
    entries = {"theme": 7, "window_geometry": "not base64!", "language": "zh_CN"}
    path.write_text(
        json.dumps({"format": "vitrine-settings", "version": 1, "settings": entries}),
        encoding="utf-8",
    )
    settings = Settings(path)
    assert settings.theme == "system"
    assert settings.window_geometry == b""
    assert settings.language == "zh_CN"


def test_entries_of_a_newer_version_are_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(
        json.dumps({"format": "vitrine-settings", "version": 1, "settings": {"hologram": True}}),
        encoding="utf-8",
    )
    Settings(path).theme = "dark"
    saved = json.loads(path.read_text(encoding="utf-8"))["settings"]
    assert saved == {"hologram": True, "theme": "dark"}


def test_safe_mode_neither_reads_nor_writes(path: Path) -> None:
    Settings(path).theme = "dark"
    before = path.read_bytes()
    settings = Settings(path, safe_mode=True)
    assert settings.theme == "system"
    settings.theme = "light"
    assert settings.theme == "light"
    assert path.read_bytes() == before


def test_reset_takes_every_default_and_tells(path: Path) -> None:
    settings = Settings(path)
    settings.theme = "dark"
    settings.language = "en"
    seen: list[str] = []
    settings.changed.connect(seen.append)
    settings.reset()
    assert sorted(seen) == ["language", "theme"]
    assert settings.theme == "system"
    assert Settings(path).language == ""


def test_recent_files_are_unique_newest_first_and_few(path: Path, tmp_path: Path) -> None:
    settings = Settings(path)
    names = [str(tmp_path / f"{number}.vitrine") for number in range(12)]
    for name in names:
        settings.add_recent_file(name)
    settings.add_recent_file(names[5])
    assert settings.recent_files[0] == names[5]
    assert len(settings.recent_files) == 10
    assert len(set(settings.recent_files)) == 10
    settings.remove_recent_file(names[5])
    assert names[5] not in settings.recent_files


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that refuses")
def test_unwritable_folder_is_no_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    settings = Settings(tmp_path / "settings.json")
    settings.theme = "dark"
    assert settings.theme == "dark"
    assert not settings.save()
    tmp_path.chmod(0o700)


def test_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = Settings(tmp_path / "file" / "settings.json")
    settings.theme = "dark"
    assert settings.theme == "dark"
    assert not settings.save()


def test_every_setting_explains_itself() -> None:
    declared = Settings.declarations()
    assert {"theme", "window_geometry", "recent_files"} <= set(declared)
    for name, setting in declared.items():
        assert setting.help.endswith("."), name


def test_default_path_is_in_the_private_home(qapp: QApplication, private_home: Path) -> None:
    assert private_home in default_path().parents
