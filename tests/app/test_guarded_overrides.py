"""No override of a Qt virtual method may let an error out: on Python 3.11 that is a crash."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

import app
from app.guard import guarded

# All functions that @guarded makes share the code of one wrapper.
GUARD = guarded()(lambda: None).__code__

NOT_VIRTUAL = {"setText"}
"""Qt functions that Qt never calls through an override; Python cannot see which are virtual."""


def own_qt_classes() -> set[type]:
    """The classes of the application that derive from one of Qt's."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    return {cls for cls in subclasses(Shiboken.Object) if is_own(cls)}


def subclasses(cls: type) -> Iterator[type]:
    children: list[type] = type.__subclasses__(cls)
    for child in children:
        yield child
        yield from subclasses(child)


def is_own(cls: type) -> bool:
    return cls.__module__.split(".")[0] == "app"


def is_foreign_gui(cls: type) -> bool:
    return cls.__module__.split(".")[0] in ("PySide6", "pyqtgraph")


def unguarded(cls: type) -> list[str]:
    """The overrides of `cls`, those of its mix-ins too, that lack the guard."""
    names = {
        name
        for base in cls.__mro__
        if is_foreign_gui(base)
        for name, value in vars(base).items()
        if callable(value) and not name.startswith("__") and not is_signal(value)
    }
    return [
        f"{base.__module__}.{base.__qualname__}.{name}"
        for base in cls.__mro__
        if not is_foreign_gui(base)
        for name, value in vars(base).items()
        if name in names - NOT_VIRTUAL
        and getattr(value, "__code__", None) is not GUARD
        and callable(value)
    ]


def is_signal(value: Any) -> bool:
    return type(value).__name__ == "Signal"


class MixIn:
    def sizeHint(self) -> QSize:
        return QSize()


class Careless(MixIn, QWidget):
    def paintEvent(self, event: QPaintEvent) -> None: ...

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None: ...

    def own_method(self) -> None: ...


def test_the_scan_finds_what_lacks_the_guard() -> None:
    found = [name.rpartition(".")[2] for name in unguarded(Careless)]
    assert sorted(found) == ["paintEvent", "sizeHint"]


def test_every_override_is_guarded() -> None:
    classes = own_qt_classes()
    assert classes
    assert sorted({name for cls in classes for name in unguarded(cls)}) == []
