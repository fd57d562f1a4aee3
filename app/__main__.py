"""``python -m app``: start the studio, or take a picture of it."""

import argparse
import math
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import nncore
from nncore.computing import add_computing

OPENED = (".vitrine", ".npz", ".safetensors")


def main(arguments: Sequence[str] | None = None) -> int:
    """Start; 0 after a normal end, 2 with one clear line where it cannot start."""
    options = _parser().parse_args(arguments)
    if options.screenshot and not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    problem = _display_problem() or _library_problem()
    if problem:
        print(problem, file=sys.stderr)
        return 2
    # Small networks hold the interpreter's lock in many short calls; with the default of
    # 5 ms the window would wait that long for each of its own.
    sys.setswitchinterval(0.001)
    from app.start import start

    return start(options)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message.removeprefix('argument ')}; see --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m app", description="Vitrine, a glass case for neural networks.")
    parser.add_argument(
        "file", nargs="?", type=_network_file, metavar="PROJECT|MODEL",
        help="a .vitrine project, or an exported network",
    )  # fmt: skip
    parser.add_argument("--recipe", metavar="NAME", help="begin from this recipe")
    parser.add_argument("--data", metavar="NAME", help="with this data set")
    parser.add_argument("--data-dir", metavar="DIR", default="", help="where the data are")
    parser.add_argument(
        "--screenshot", type=_picture_file, metavar="FILE",
        help="save the window as a PNG and exit",
    )  # fmt: skip
    parser.add_argument(
        "--train-seconds", type=_seconds, default=0.0, metavar="S", help="train before the picture"
    )
    parser.add_argument(
        "--size", type=_size, default=(1440, 900), metavar="WxH", help="of the picture"
    )
    parser.add_argument(
        "--digit", type=int, choices=range(10), help="put this test digit on the pad"
    )
    parser.add_argument(
        "--view",
        choices=("network", "activations", "mistakes", "canvas"),
        help="show this view in the middle",
    )
    parser.add_argument("--theme", choices=("system", "light", "dark"))
    parser.add_argument("--language", choices=("en", "zh_CN"), help="of the window")
    add_computing(parser)
    parser.add_argument("--safe-mode", action="store_true", help="neither read nor write settings")
    parser.add_argument("--version", action="version", version=f"Vitrine {nncore.__version__}")
    return parser


def _network_file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    if path.suffix.lower() not in OPENED:
        raise argparse.ArgumentTypeError(
            f"{text} is none of the files Vitrine opens: {', '.join(OPENED)}"
        )
    return path


def _picture_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".png":
        raise argparse.ArgumentTypeError(f"{text} cannot be written: its name must end in .png")
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"{text} cannot be written")
    return path


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f"expected seconds from 0 to 3600, received {text}")
    return seconds


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,4})[x×](\d{3,4})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"expected a size such as 1440x900, received {text}")
    return int(match[1]), int(match[2])


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    names = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return any(os.environ.get(name) for name in names)


def _display_problem() -> str:
    """Why no window can open here; Qt would abort the process instead of saying so."""
    if _has_display():
        return ""
    return (
        "error: Vitrine found no display. Start it under a virtual one: "
        "xvfb-run -a python -m app; or take a picture without any: "
        "python -m app --screenshot vitrine.png"
    )


def _library_problem() -> str:
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        return (
            f"Vitrine cannot load Qt: {error}. On Debian and Ubuntu: apt-get install libegl1 "
            "libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1; see README.md, section Trouble."
        )
    return ""


if __name__ == "__main__":
    sys.exit(main())
