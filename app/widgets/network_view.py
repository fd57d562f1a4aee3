"""The network diagram: columns of neurons and their strongest links."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QLineF, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.guard import guarded
from app.widgets.instrument import Instrument, number
from app.widgets.network_layout import (
    Column,
    check_weights,
    checked,
    nearest,
    neighbour,
)
from app.widgets.network_painter import paint_empty
from app.widgets.network_picture import NetworkPicture, Weights

__all__ = ["Column", "NetworkDiagram"]

_NONE = (-1, -1)
_NO_LINK = (-1, -1, -1)
_LINK_REACH = 5.0  # how far beside its line a link still is pointed at
_REACH = 4.0  # how far from its circle a neuron still is pointed at


class NetworkDiagram(Instrument):
    """Neurons as circles filled by activation, weights as lines by sign and strength.

    Arrays are kept, not copied: hand over a snapshot. New numbers appear with the next
    `refresh`; a new structure, size or theme at once.

    Signals:
        neuron_hovered: Column and index of the neuron pointed at, by the mouse or by the
            arrow keys; -1, -1 of none.
        neuron_clicked: Column and index.
        link_hovered: The first of its two columns and the two neurons; -1, -1, -1 of none.
        link_clicked: Likewise.
        let_go: The mouse was pressed where there is nothing.
        resized: Everything stands elsewhere.
    """

    neuron_hovered = Signal(int, int)
    neuron_clicked = Signal(int, int)
    link_hovered = Signal(int, int, int)
    link_clicked = Signal(int, int, int)
    let_go = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("networkDiagram")
        self.setAccessibleName(self.tr("Network diagram"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._columns: tuple[Column, ...] = ()
        self._weights: tuple[npt.NDArray[np.generic] | None, ...] = ()
        self._empty_text = self.tr("no network yet")
        self._picture = NetworkPicture()
        self._new_layout = self._new_weights = self._new_values = True
        self._must_draw = True  # before the next blit, without waiting for `refresh`
        self._active = _NONE  # pointed at
        self._link = _NO_LINK  # pointed at
        self._pinned = False  # what is pointed at stays so
        self._ring = _NONE  # where the arrow keys are
        self._ring_shown = False
        self._tell()

    # ---- what the owner says ----

    def set_network(self, columns: Sequence[Column], weights: Weights) -> None:
        """Show a new structure.

        Args:
            columns: From the input to the output.
            weights: Between each two columns an array of shape (size, next size), or None.
        """
        made = tuple(checked(column) for column in columns)
        check_weights(made, weights)
        self._columns, self._weights = made, tuple(weights)
        self._ring, self._ring_shown, self._pinned = _NONE, False, False
        self._point_at(_NONE)
        self._tell()
        self._restart()

    def set_weights(self, weights: Weights) -> None:
        """Show new weights of the same structure."""
        check_weights(self._columns, weights)
        self._weights = tuple(weights)
        self._new_weights = True

    def set_values(
        self,
        values: Sequence[npt.NDArray[np.generic] | None],
        image: npt.NDArray[np.generic] | None = None,
    ) -> None:
        """Show new activations, and a new image in the first column that has one."""
        if len(values) != len(self._columns):
            raise ValueError(
                f"values need one entry per column, {len(self._columns)}; received {len(values)}"
            )
        columns = [
            replace(column, values=part) for column, part in zip(self._columns, values, strict=True)
        ]
        pictured = [at for at, column in enumerate(columns) if column.image is not None]
        if image is not None and pictured:
            before = columns[pictured[0]].image
            columns[pictured[0]] = replace(columns[pictured[0]], image=image)
            if before is None or before.shape != image.shape:
                self._new_layout = True
        self._columns = tuple(checked(column) for column in columns)
        self._new_values = True

    def set_caption(self, column: int, text: str) -> None:
        """Change the line below a column."""
        columns = list(self._columns)
        if columns[column].caption == text:
            return
        # The first and the last caption of neurons change the room for all.
        if columns[column].image is None:
            self._new_layout = True
        columns[column] = replace(columns[column], caption=text)
        self._columns = tuple(columns)
        self._new_weights = True  # captions are in the layer of the links

    def set_empty_text(self, text: str) -> None:
        """What to say while there is no network."""
        self._empty_text = text
        self._tell()
        self._restart()

    def refresh(self) -> bool:
        """Redraw if something changed and can be seen; say whether."""
        if not self.isVisible() or not (self._new_layout or self._new_weights or self._new_values):
            return False
        self._draw()
        self.update()
        return True

    # ---- what the owner may ask ----

    @property
    def shown(self) -> tuple[tuple[Column, ...], Weights]:
        """The columns, and the weights between each two of them."""
        return self._columns, self._weights

    @property
    def active(self) -> tuple[int, int]:
        """Column and index of the neuron pointed at, or (-1, -1)."""
        return self._active

    @property
    def active_link(self) -> tuple[int, int, int]:
        """The first of its two columns and the two neurons, or (-1, -1, -1)."""
        return self._link

    def pin(
        self, *, neuron: tuple[int, int] = _NONE, link: tuple[int, int, int] = _NO_LINK
    ) -> None:
        """Point at this until `unpin`, wherever the mouse goes."""
        self._pinned = False
        if link == _NO_LINK or not self._touches(link):
            self._point_at(neuron)
        self._point_at_link(link)
        self._pinned = True

    def unpin(self) -> None:
        """Follow the mouse and the keys again; point at nothing until they come."""
        if self._pinned:
            self._pinned = False
            self._point_at_link(_NO_LINK)
            self._point_at(self._ring if self._ring_shown else _NONE)

    def link_at(self, position: QPointF) -> tuple[int, int, int]:
        """The link one sees at a point, or (-1, -1, -1)."""
        if not self._columns or self.neuron_at(position) != _NONE:
            return _NO_LINK
        active = None if self._active == _NONE else self._active
        return self._arranged().link_at(position, active, _LINK_REACH) or _NO_LINK

    def link_line(self, link: tuple[int, int, int]) -> QLineF | None:
        """Where a link is drawn."""
        return self._arranged().link_line(*link) if self._columns else None

    @property
    def radius(self) -> float:
        """Of a neuron."""
        return self._picture.radius

    def shown_neurons(self, column: int) -> tuple[int, ...]:
        """The neurons of a column that are drawn, from top to bottom."""
        return tuple(self._arranged().places[column].indices.tolist())

    def neuron_position(self, column: int, index: int) -> QPointF | None:
        """The centre of a neuron on the widget, for a card beside it."""
        if not 0 <= column < len(self._columns):
            return None
        place = self._arranged().places[column]
        row = place.row_of(index)
        return QPointF(place.x, float(place.y[row])) if row >= 0 else None

    def neuron_at(self, position: QPointF) -> tuple[int, int]:
        """Column and index of the neuron at a point, or (-1, -1)."""
        if not self._columns:
            return _NONE
        return nearest(self._arranged().places, position.x(), position.y(), _REACH) or _NONE

    # ---- what Qt asks ----

    @guarded(QSize(750, 430))
    def sizeHint(self) -> QSize:
        return QSize(750, 430)

    @guarded(QSize(200, 140))
    def minimumSizeHint(self) -> QSize:
        return QSize(200, 140)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._must_draw:
            self._draw()
        painter = QPainter(self)
        if not self._columns:
            paint_empty(painter, self, self.tokens, self._empty_text)
            return
        painter.drawImage(QPointF(), self._picture.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        line = None if self._link == _NO_LINK else self.link_line(self._link)
        if line is not None:
            painter.setPen(QPen(QColor(self.tokens.text), 2.5))
            painter.drawLine(line)
        self._paint_ring(painter, self._active, self.tokens.positive, 0.0)
        if self._ring_shown and self.hasFocus():
            self._paint_ring(painter, self._ring, self.tokens.accent, 3.5)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._restart()
        self.resized.emit()

    @guarded()
    def showEvent(self, event: QShowEvent) -> None:
        self._restart()  # numbers may have come while it was hidden
        super().showEvent(event)

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.DevicePixelRatioChange, QEvent.Type.FontChange):
            self._restart()
        super().changeEvent(event)

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._pinned:
            self._point_at(self.neuron_at(event.position()))
            self._point_at_link(self.link_at(event.position()))

    @guarded()
    def leaveEvent(self, event: QEvent) -> None:
        if not self._pinned:
            self._point_at_link(_NO_LINK)
            self._point_at(_NONE)

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        found, link = self.neuron_at(event.position()), self.link_at(event.position())
        self._ring_shown = False
        if event.button() == Qt.MouseButton.LeftButton:
            if found != _NONE:
                self._ring = found
                self.neuron_clicked.emit(*found)
            elif link != _NO_LINK:
                self.link_clicked.emit(*link)
            else:
                self.let_go.emit()
        self.update()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, tuple[int, int]] = {
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
        }
        enters = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in steps and self._columns:
            self._step(*steps[event.key()])
        elif event.key() in enters and self._ring != _NONE:
            self.neuron_clicked.emit(*self._ring)
        else:
            super().keyPressEvent(event)

    @guarded()
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._ring_shown and not self._pinned:
            self._ring_shown = False
            self._point_at(_NONE)
        super().focusOutEvent(event)
        self.update()

    # ---- inside ----

    def _on_theme_changed(self) -> None:
        self._restart()

    def _restart(self) -> None:
        self._new_layout = self._must_draw = True
        self.update()

    def _point_at(self, neuron: tuple[int, int]) -> None:
        if neuron == self._active:
            return
        self._active = neuron
        self._tell()
        self._must_draw = True
        self.update()
        self.neuron_hovered.emit(*neuron)

    def _point_at_link(self, link: tuple[int, int, int]) -> None:
        if link != self._link:
            self._link = link
            self.update()
            self.link_hovered.emit(*link)

    def _touches(self, link: tuple[int, int, int]) -> bool:
        return self._active in ((link[0], link[1]), (link[0] + 1, link[2]))

    def _step(self, across: int, down: int) -> None:
        """Move the ring to the next neuron that is drawn."""
        found = neighbour(self._arranged().places, self._ring, across, down)
        if found is not None:
            self._ring, self._ring_shown = found, True
            self._point_at(found)
            self.update()

    def _arranged(self) -> NetworkPicture:
        """The picture with the places of the present size; its pixels may be older."""
        if self._new_layout and self._columns:
            self._picture.arrange(self._columns, self, self.tokens)
            self._new_layout, self._new_weights = False, True
        return self._picture

    def _draw(self) -> None:
        picture = self._arranged()
        if self._columns:
            if self._new_weights:
                picture.draw_links(self._columns, self._weights)
            picture.compose(self._columns, None if self._active == _NONE else self._active)
            self._tell()
        self._new_layout = self._new_weights = self._new_values = self._must_draw = False

    def _paint_ring(
        self, painter: QPainter, neuron: tuple[int, int], shade: str, beyond: float
    ) -> None:
        centre = self.neuron_position(*neuron) if neuron != _NONE else None
        if centre is not None:
            radius = self._picture.radius + beyond
            painter.setPen(QPen(QColor(shade), 2.0))
            painter.drawEllipse(centre, radius, radius)

    def _tell(self) -> None:
        if not self._columns:
            self.describe(self._empty_text)
        elif self._active == _NONE:
            parts = [f"{column.name} {column.size}" for column in self._columns]
            self.describe(self.tr("columns: {0}").format(", ".join(parts)))
        else:
            self.describe(self._spoken(*self._active))

    def _spoken(self, at: int, index: int) -> str:
        column = self._columns[at]
        text = self.tr("{0}, neuron {1} of {2}").format(column.name, index, column.size)
        if index < len(column.labels):
            text += ", " + self.tr("label {0}").format(column.labels[index])
        if column.values is not None:
            text += ", " + self.tr("activation {0}").format(number(float(column.values[index])))
        return text
