"""Questions that are answered with a button."""

from PySide6.QtWidgets import QMessageBox, QWidget

Button = QMessageBox.StandardButton


def question(
    name: str,
    title: str,
    text: str,
    buttons: tuple[Button, ...],
    parent: QWidget,
    *,
    more: str = "",
) -> QMessageBox:
    """A box that asks; the first button is the one that Return presses.

    Args:
        name: The object name; those of the buttons begin with it, as in "saveQuestion.discard".
        title: Of its window.
        text: What is asked.
        buttons: The answers.
        parent: The window.
        more: What is to be known for it, in smaller words.
    """
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(more)
    for answer in buttons:
        button = box.addButton(answer)
        button.setObjectName(f"{name}.{str(answer.name).lower()}")
    box.setDefaultButton(buttons[0])
    return box
