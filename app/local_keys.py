"""Keys that count only where the focus is: on the pad, the canvas, the diagram and the like."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.i18n import mark, translate
from app.layout import Layout
from app.widgets.command_palette import Command

_OF_CONTROLS = {
    "padName": "0 – 9",
    "padClear": "Del",
    "padUndo": "Ctrl+Z",
    "padPaste": "Ctrl+V",
    "canvas.fit": "0",
    "canvas.in": "+",
    "canvas.out": "−",
}
"""By objectName: what a control does, its key does where the focus is in its panel."""

_ARROWS = "← ↑ → ↓"

_OTHERS = (
    ("pad", mark("LocalKeys", "Draw the stroke again"), "Ctrl+Y"),
    ("pad", mark("LocalKeys", "Drop the stroke being drawn"), "Esc"),
    ("network", mark("LocalKeys", "Go to another neuron"), _ARROWS),
    ("network", mark("LocalKeys", "Keep the card of the neuron"), "Enter"),
    ("canvas", mark("LocalKeys", "Go to another node"), _ARROWS),
    ("canvas", mark("LocalKeys", "Move the node"), f"Alt+{_ARROWS}"),
    ("canvas", mark("LocalKeys", "Open the settings of the node"), "Enter"),
    ("canvas", mark("LocalKeys", "Link the node to another"), "L"),
    ("canvas", mark("LocalKeys", "Remove the node or the link"), "Del"),
    ("architecture", mark("LocalKeys", "Remove the card's layer"), "Del"),
    ("architecture", mark("LocalKeys", "Move the card's layer"), "Alt+↑ ↓"),
    ("architecture", mark("LocalKeys", "Select one more layer"), "Space"),
    ("inspector", mark("LocalKeys", "Step the number in a field"), "↑ ↓"),
    ("inspector", mark("LocalKeys", "Take ten steps in a field"), "PgUp PgDown"),
    ("inspector", mark("LocalKeys", "Bring the old value of a field back"), "Esc"),
    ("loss", mark("LocalKeys", "Read the values of another moment"), "← →"),
    ("accuracy", mark("LocalKeys", "Read the values of another moment"), "← →"),
    ("weights", mark("LocalKeys", "Go to another tile"), _ARROWS),
    ("activations", mark("LocalKeys", "Go to another tile"), _ARROWS),
    ("mistakes", mark("LocalKeys", "Go to another cell"), _ARROWS),
)
"""Attribute of the layout, what the key does, the key."""


def keys_of(name: str) -> str:
    """The keys of a control, "" where it has none."""
    return _OF_CONTROLS.get(name, "")


def local_commands(layout: Layout) -> Iterator[Command]:
    """Keys that belong to no control; run, they go where the key counts."""
    titles = {id(panel): (title, root) for title, panel, root in layout.places()}
    for place, text, keys in _OTHERS:
        panel = getattr(layout, place)
        title, root = titles[id(panel)]
        tip = translate("LocalKeys", "Goes there; the key counts where the focus is.")
        yield Command(
            translate("LocalKeys", text),
            title,
            partial(_go_to, layout, panel),
            keys,
            tip,
            layout.is_offered(root),
        )


def _go_to(layout: Layout, panel: QWidget) -> None:
    layout.show_panel(panel)
    takers = (
        child
        for child in (layout.focus_of(panel), *panel.findChildren(QWidget))
        if child is not None and child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    )
    if (taker := next(takers, None)) is not None:
        taker.setFocus(Qt.FocusReason.TabFocusReason)
