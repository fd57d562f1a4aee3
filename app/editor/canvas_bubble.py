"""What is wrong with a node, in a bubble near it with the buttons that mend it."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.editor.problem_row import SHORTEST, ProblemRow
from app.models.mends import Problem

WIDTHS = (250, 340, 460)
"""A wide bubble is a low one, for which a strip along an edge is enough."""

GAP = 6


class ProblemBubble(QFrame):
    """Stays near its node and within the canvas, where it covers least.

    Signals:
        mend_asked(mend): The user wants this way out.
    """

    mend_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("problemBubble")
        self._row = ProblemRow("problemBubble", self)
        self._row.mend_asked.connect(self.mend_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 8)
        column.addWidget(self._row)
        self.hide()

    def show_problem(self, problem: Problem | None) -> None:
        """Show what is wrong, or nothing."""
        self._row.show_problem(problem)
        self.setVisible(problem is not None)
        self.setAccessibleName(self._row.text())

    def strip(self, room: QRect) -> int:
        """How much of the height it needs along an edge of the canvas."""
        return self._sizes(room)[-1].height() + GAP

    def place(
        self,
        node: QRect,
        others: Sequence[QRect],
        room: QRect,
        crossed: Callable[[QRect], int] = lambda _: 0,
    ) -> None:
        """Stand where it covers least of the nodes, then of the links, and near its node.

        Args:
            node: Its node.
            others: The other nodes, with what stands out of them.
            room: The canvas.
            crossed: How many links run through an area.
        """
        sizes = self._sizes(room)
        inside = room.adjusted(GAP, GAP, -GAP, -GAP)
        places = [rect for size in sizes for rect in _places(size, node, inside)]

        def cost(rect: QRect) -> tuple[int, int, int]:
            covered = sum(_area(rect & other) for other in (node, *others))
            way = rect.center() - node.center()
            return covered, crossed(rect), way.manhattanLength()

        best = min(places, key=cost)
        self.setFixedSize(best.size())
        self.move(best.topLeft())
        self.raise_()

    def _sizes(self, room: QRect) -> list[QSize]:
        """How large it is, from the narrowest to the widest that there is room for."""
        most = max(SHORTEST, room.width() - 2 * GAP)
        widths = sorted({min(width, most) for width in WIDTHS})
        return [QSize(width, self._height_for(width)) for width in widths]

    def _height_for(self, width: int) -> int:
        self.setFixedWidth(width)
        layout = self.layout()
        if layout is None:
            return 60
        layout.activate()  # the buttons have as much text as there is room for
        return layout.totalHeightForWidth(width)


def _places(size: QSize, node: QRect, inside: QRect) -> Iterator[QRect]:
    """Below, above, beside the node, and along the edges, all within the canvas."""
    across = [node.left(), node.center().x() - size.width() // 2, node.right() - size.width()]
    down = [node.bottom() + GAP, node.top() - GAP - size.height(), inside.top()]
    down.append(inside.bottom() + 1 - size.height())
    corners = [QPoint(x, y) for x in across for y in down]
    beside = (node.right() + GAP, node.left() - GAP - size.width())
    heights = (node.top(), node.bottom() - size.height(), *down)
    corners += [QPoint(x, y) for x in beside for y in heights]
    for corner in corners:
        x = max(inside.left(), min(corner.x(), inside.right() + 1 - size.width()))
        y = max(inside.top(), min(corner.y(), inside.bottom() + 1 - size.height()))
        yield QRect(QPoint(x, y), size)


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())
