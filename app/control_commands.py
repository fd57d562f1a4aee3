"""The controls of the panels as commands: what can be clicked is found by its words."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QLocale, QPoint
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QWidget, QWidgetAction

from app.editor.palette_chip import PaletteChip
from app.i18n import plain
from app.language_menu import LanguageMenu
from app.layout import Layout
from app.local_keys import keys_of
from app.widgets.command_palette import Command
from app.widgets.segmented import Segmented

_ELSEWHERE = ("dataChoice", "addMore")
"""Chips whose choices the palette lists by itself, with a verb."""

Run = Callable[[], object]


def control_commands(layout: Layout) -> Iterator[Command]:
    """Every chip, view and choice of every panel, under the title of the panel."""
    for title, panel, root in layout.places():
        for control in root.findChildren(QAbstractButton):
            if _is_offered(control):
                yield from _of_control(layout, title, panel, root, control)


def language_commands(menu: LanguageMenu, group: str) -> Iterator[Command]:
    """The languages; each is found by its English name too."""
    menu.show_state()
    for action in menu.actions():
        code = action.data()
        yield Command(
            f"{plain(menu.title())}: {plain(action.text())}",
            group,
            action.trigger,
            tip=action.toolTip(),
            words=QLocale.languageToString(QLocale(code).language()) if code else "",
        )


def _is_offered(control: QAbstractButton) -> bool:
    if isinstance(control, PaletteChip) or control.objectName() in _ELSEWHERE:
        return False
    is_words = isinstance(control, QPushButton) or isinstance(control.parent(), Segmented)
    return is_words and bool(control.text() or control.accessibleName())


def _of_control(
    layout: Layout, title: str, panel: QWidget, root: QWidget, control: QAbstractButton
) -> Iterator[Command]:
    menu = control.menu() if isinstance(control, QPushButton) else None
    show = partial(layout.show_panel, panel)
    do: Run = control.click if menu is None else partial(_open, control, menu)
    can = _can_be_used(layout, root, control)
    yield Command(
        control.accessibleName() or control.text(),
        title,
        partial(_show_and, layout, panel, control, do),
        keys_of(control.objectName()),
        control.toolTip(),
        can,
    )
    if menu is not None:
        yield from _of_menu(menu, title, show, can)


def _of_menu(menu: QMenu, group: str, show: Run, can: bool) -> Iterator[Command]:
    """The choices of a menu; its title names those above its first line."""
    actions = menu.actions()
    if not any(isinstance(action, QWidgetAction) for action in actions):
        menu.aboutToShow.emit()  # so that it is filled as it would be
        actions = menu.actions()
    head = f"{plain(menu.title())}: " if menu.title() else ""
    for action in actions:
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _of_menu(inner, group, show, can)
        elif action.isSeparator():
            head = ""
        elif action.text() and action.isVisible():
            yield Command(
                head + plain(action.text()),
                group,
                partial(_both, show, action.trigger),
                keys_of(action.objectName()),
                action.toolTip(),
                can and action.isEnabled(),
            )


def _can_be_used(layout: Layout, root: QWidget, control: QAbstractButton) -> bool:
    if not control.isEnabled() or not layout.is_offered(root):
        return False
    if layout.pad.pages.isAncestorOf(control):
        return True  # the pad turns to the page
    menu = _menu_around(control)
    return menu is not None or control.isVisibleTo(root)


def _menu_around(control: QWidget) -> QMenu | None:
    above = control.parentWidget()
    while above is not None and not isinstance(above, QMenu):
        above = above.parentWidget()
    return above


def _show_and(layout: Layout, panel: QWidget, control: QWidget, do: Run) -> None:
    layout.show_panel(panel)
    layout.pad.turn_to(control)
    do()


def _both(show: Run, do: Run) -> None:
    show()
    do()


def _open(control: QWidget, menu: QMenu) -> None:
    menu.popup(control.mapToGlobal(QPoint(0, control.height())))
