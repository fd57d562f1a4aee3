"""``python -m app``: start the studio, or take a picture of it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import nncore


def main(arguments: Sequence[str] | None = None) -> int:
    """Start; 0 after a normal end, 2 with one clear line where it cannot start."""
    options = _parser().parse_args(arguments)
    problem = _display_problem() or _library_problem()
    if problem:
        print(problem, file=sys.stderr)
        return 2
    # Small networks hold the interpreter's lock in many short calls; with the default of
    # 5 ms the window would wait that long for each of its own.
    sys.setswitchinterval(0.001)
    from app.start import start

    return start(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app", description="Vitrine, a glass case for neural networks."
    )
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="PROJECT|MODEL",
        help="a .vitrine project, or an exported network",
    )  # fmt: skip
    parser.add_argument("--recipe", metavar="NAME", help="begin from this recipe")
    parser.add_argument("--data", metavar="NAME", help="with this data set")
    parser.add_argument("--data-dir", metavar="DIR", default="", help="where the data are")
    parser.add_argument(
        "--screenshot", type=Path, metavar="FILE", help="save the window as a PNG and exit"
    )
    parser.add_argument(
        "--train-seconds", type=float, default=0.0, metavar="S", help="train before the picture"
    )
    parser.add_argument("--size", default="1440x900", metavar="WxH", help="of the picture")
    parser.add_argument(
        "--digit", type=int, choices=range(10), help="put this test digit on the pad"
    )
    parser.add_argument("--theme", choices=("system", "light", "dark"))
    parser.add_argument("--safe-mode", action="store_true", help="neither read nor write settings")
    parser.add_argument("--version", action="version", version=f"Vitrine {nncore.__version__}")
    return parser


def _display_problem() -> str:
    """Why no window can open here; Qt would abort the process instead of saying so."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return (
        "Vitrine found no display. Start it under a virtual one: xvfb-run -a python -m app; "
        "or take a picture without any: "
        "QT_QPA_PLATFORM=offscreen python -m app --screenshot vitrine.png"
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
