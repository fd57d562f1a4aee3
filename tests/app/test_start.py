"""Starting from the command line, as a user or a script does it."""

import os
import struct
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

import nncore
from app.__main__ import main
from app.jobs.training import Status
from app.settings import Settings
from app.start import open_window
from nncore.formats.vitrine import Bundle, write_bundle

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the app in a process of its own, without a display unless one is given."""
    hidden = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def png_size(path: Path) -> tuple[int, ...]:
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", head[16:24])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
def test_without_display_one_line_names_two_ways_out():
    result = run("-m", "app")
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert "xvfb" in result.stderr
    assert "--screenshot" in result.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
def test_picture_needs_no_display_and_has_the_size_asked_for(tmp_path):
    path = tmp_path / "small.png"
    result = run(
        "-m", "app", "--screenshot", str(path), "--size", "1024x700", "--recipe", "worked-example",
        "--theme", "dark", HOME=str(tmp_path),
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == str(path)
    assert png_size(path) == (1024, 700)


def test_version_is_told_without_loading_qt():
    code = (
        "import sys\n"
        "from app.__main__ import main\n"
        "try:\n    main(['--version'])\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]\n"
    )
    result = run("-c", code)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("Vitrine ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.vitrine"], "there is no file nowhere.vitrine"),
        (["pyproject.toml"], "none of the files Vitrine opens"),
        (["--screenshot", "/nowhere/x.png"], "/nowhere/x.png cannot be written"),
        (["--screenshot", "x.jpg"], "must end in .png"),
        (["--size", "big"], "such as 1440x900, received big"),
        (["--size", "0x0"], "received 0x0"),
        (["--train-seconds", "-1"], "received -1"),
        (["--train-seconds", "nan"], "received nan"),
        (["--train-seconds", "soon"], "received soon"),
        (["--digit", "12"], "12"),
        (["--theme", "pink"], "pink"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_bad_option_ends_with_one_line(capsys, monkeypatch, arguments, words):
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as end:
        main(arguments)
    lines = capsys.readouterr().err.splitlines()
    assert end.value.code == 2
    assert len(lines) == 1
    assert words in lines[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--recipe", "nobody"], "no recipe is called 'nobody'"),
        (["--data", "nothing"], "no data set is called 'nothing'"),
    ],
)
def test_unknown_name_ends_with_one_line_and_no_window(qapp, capsys, arguments, words):
    assert main([*arguments, "--safe-mode"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert words in lines[0]


def test_picture_of_a_damaged_file_fails_with_one_line(tmp_path):
    bad, path = tmp_path / "bad.vitrine", tmp_path / "x.png"
    bad.write_bytes(b"junk")
    result = run(
        "-m", "app", str(bad), "--screenshot", str(path),
        HOME=str(tmp_path), QT_QPA_PLATFORM="offscreen",
    )  # fmt: skip
    assert result.returncode == 2
    errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert "bad.vitrine is not a zip file" in errors[0]


def test_damaged_file_at_the_start_leaves_a_usable_window(
    qtbot, styled, stand_in, tmp_path, monkeypatch
):
    bad = tmp_path / "bad.vitrine"
    bad.write_bytes(b"junk")
    options = Namespace(file=bad, data_dir="", screenshot=None)
    window = open_window(options, Settings(safe_mode=True), None)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.session.training.status is Status.READY)
    assert "bad.vitrine" in window.toast.text()
    window.close()


def test_picture_of_a_run_that_is_over_is_taken(tmp_path):
    config = nncore.load_recipe("worked-example").replace(epochs=1)
    training = nncore.Run(config, nncore.data.load("worked-example"))
    for _ in training.events():
        pass
    done, path = tmp_path / "done.vitrine", tmp_path / "x.png"
    write_bundle(done, Bundle(training.network, config, training.state()))
    result = run(
        "-m", "app", str(done), "--screenshot", str(path),
        HOME=str(tmp_path), QT_QPA_PLATFORM="offscreen",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert path.stat().st_size > 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
def test_picture_of_a_recipe_that_is_only_to_be_looked_at_needs_no_run(tmp_path):
    path = tmp_path / "giant.png"
    result = run("-m", "app", "--screenshot", str(path), "--recipe", "vgg-16", HOME=str(tmp_path))
    assert (result.returncode, result.stderr) == (0, "")
    assert path.exists()
