"""Nodes and links as they are painted on the canvas."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
)
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.editor.node_words import output_text, told
from app.guard import guarded
from app.models.graph_layout import NODE_HEIGHT, NODE_WIDTH, OUTPUT
from app.models.layer_facts import LayerFacts
from app.theme import Tokens, application_font, theme
from nncore.spec import INPUT

PORT = 5.0
"""Radius of a port; a finger's breadth around it still counts as hit."""

NEAR = 13.0
RING = 8.5
READABLE = 0.85
"""Below this zoom only titles and shapes are drawn, as large as fits."""

SHAPES = 0.6
"""Below this zoom only titles are."""

SMALLEST_TEXT = 10
"""In pixels of the window."""

LEFT, RIGHT = 15.0, NODE_WIDTH - 10
"""Between these the text of a node stands."""

GAP = 5
"""Between two words on one line."""

DOT = " · "
"""Between the parts of a layer's detail."""

FADED = 0.3
"""What is left of a link while others are brought out."""

_FAMILIES = {
    "Conv": 0, "Dense": 1, "Embedding": 1, "LSTM": 3, "GRU": 3, "SimpleRNN": 3, "Max": 5,
    "Average": 5, "Global": 5, "Batch": 2, "Layer": 2, "Add": 7, "Concatenate": 7,
}  # fmt: skip


class NodeItem(QGraphicsItem):
    """One layer, the input or the output."""

    def __init__(self, facts: LayerFacts) -> None:
        super().__init__()
        self.name = facts.name
        self.facts = facts
        self.selected = False
        self.current = False
        self.lit = False
        self.aim = ""
        self.footer: tuple[str, ...] = ()
        self.setToolTip(told(facts)[0])
        self.setZValue(2)

    @property
    def has_input(self) -> bool:
        """Whether it has an input port."""
        return self.name != INPUT

    @property
    def has_output(self) -> bool:
        """Whether it has an output port."""
        return self.name != OUTPUT

    def rect(self) -> QRectF:
        """Its body on the scene."""
        return QRectF(self.pos(), self.pos() + QPointF(NODE_WIDTH, NODE_HEIGHT))

    def port(self, side: str) -> QPointF:
        """Where its port "in" or "out" is on the scene."""
        x = 0.0 if side == "in" else NODE_WIDTH
        return self.pos() + QPointF(x, NODE_HEIGHT / 2)

    def show_facts(self, facts: LayerFacts, footer: tuple[str, ...]) -> None:
        """Show a layer; of `footer` the first that fits stands at the right of its shape."""
        if facts != self.facts or footer != self.footer:
            self.facts = facts
            self.footer = footer
            self.setToolTip(told(facts)[0])
            self.update()

    def mark(self, *, selected: bool, current: bool) -> None:
        """Draw it as selected, and as the one the keys act on."""
        if (selected, current) != (self.selected, self.current):
            self.selected, self.current = selected, current
            self.update()

    def light(self, *, lit: bool) -> None:
        """Bring it out, as one that the pointer or the keyboard asks about."""
        if lit != self.lit:
            self.lit = lit
            self.update()

    def aim_at(self, aim: str) -> None:
        """While a wire is drawn: "can" take it, "cannot", or "" for neither."""
        if aim != self.aim:
            self.aim = aim
            self.update()

    @guarded(factory=QRectF)
    def boundingRect(self) -> QRectF:
        return QRectF(-RING - 1, -10, NODE_WIDTH + 2 * RING + 2, NODE_HEIGHT + 14)

    @guarded()
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        tokens = theme().tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_body(painter, tokens)
        scale = painter.worldTransform().m11()
        if scale >= READABLE:
            self._paint_text(painter, tokens)
        else:
            self._paint_title(painter, tokens, scale)
        self._paint_ports(painter, tokens)
        if self.facts.output and scale >= READABLE:
            self._paint_mark(painter, tokens)
        elif self.facts.output:  # no room for words: a ring around the port
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.muted), 1.6))
            painter.drawEllipse(QPointF(NODE_WIDTH, NODE_HEIGHT / 2), RING, RING)

    def _paint_body(self, painter: QPainter, tokens: Tokens) -> None:
        broken, disabled = self.facts.problem is not None, not self.facts.enabled
        ground, line, width = tokens.panel, tokens.scroll, 1.0
        if self.name in (INPUT, OUTPUT) or disabled:
            ground = tokens.ground
        if self.lit:
            line, width = tokens.text, 1.8
        if self.selected:
            ground, line, width = tokens.selected, tokens.accent, 1.5
        if broken:
            ground, line = tokens.danger_ground, tokens.danger
        if self.current or self.aim == "can":
            line, width = tokens.danger if broken else tokens.accent, 2.5
        if self.aim == "cannot":
            line, width = tokens.danger, 2.0
        style = Qt.PenStyle.DashLine if disabled else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(line), width, style))
        painter.setBrush(QColor(ground))
        body = QRectF(0, 0, NODE_WIDTH, NODE_HEIGHT)
        painter.drawRoundedRect(body, 8, 8)
        colour = _family_colour(self.facts.type_name, tokens)
        if colour and not disabled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(5, 10, 3, NODE_HEIGHT - 20), 1.5, 1.5)

    def _paint_text(self, painter: QPainter, tokens: Tokens) -> None:
        facts = self.facts
        size = _largest(facts.type_name, RIGHT - LEFT, tokens.font_title, SMALLEST_TEXT)
        title = application_font(size, QFont.Weight.Bold)
        painter.setFont(title)
        painter.setPen(QColor(tokens.text if facts.enabled else tokens.muted))
        words = _elided(facts.type_name, title, RIGHT - LEFT)
        painter.drawText(QPointF(LEFT, 22.0), words)
        font = application_font(tokens.font_small)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(tokens.muted_strong))
        at = LEFT + QFontMetricsF(title).horizontalAdvance(words) + GAP
        beside, below = self.detail_in(metrics, RIGHT - at)
        painter.drawText(QPointF(at, 22.0), beside)
        below = metrics.elidedText(below, Qt.TextElideMode.ElideRight, (RIGHT - LEFT) * 0.6)
        begin = RIGHT - metrics.horizontalAdvance(below)
        painter.drawText(QPointF(begin, 38.0), below)
        named = "" if self.name in (INPUT, OUTPUT) else self.name
        _draw_elided(painter, font, named, LEFT, 38.0, begin - LEFT - (GAP if below else 0))
        shape, footer = facts.shape or "–", self.footer_in(metrics)
        end = metrics.horizontalAdvance(footer)
        _draw_elided(painter, font, shape, LEFT, 52.0, RIGHT - LEFT - end - GAP)
        painter.drawText(QPointF(RIGHT - end, 52.0), footer)

    def detail_in(self, metrics: QFontMetricsF, room: float) -> tuple[str, str]:
        """What sets the layer apart: as many whole parts as fit beside its title; the others."""
        parts = self.facts.detail.split(DOT)
        for count in range(len(parts), 0, -1):
            beside = DOT.join(parts[:count])
            if metrics.horizontalAdvance(beside) <= room:
                return beside, DOT.join(parts[count:])
        return "", self.facts.detail

    def footer_in(self, metrics: QFontMetricsF) -> str:
        """The longest footer that leaves the shape whole, else the shortest."""
        room = RIGHT - LEFT - GAP - metrics.horizontalAdvance(self.facts.shape or "–")
        fitting = (words for words in self.footer if metrics.horizontalAdvance(words) <= room)
        return next(fitting, self.footer[-1] if self.footer else "")

    def _paint_title(self, painter: QPainter, tokens: Tokens, scale: float) -> None:
        """The title as large as fits, with the shape below where both can be read."""
        facts = self.facts
        both = bool(facts.shape) and scale >= SHAPES
        size = _largest(facts.type_name, RIGHT - LEFT, 18 if both else 24, 13)
        title = application_font(size, QFont.Weight.Bold)
        painter.setFont(title)
        painter.setPen(QColor(tokens.text if facts.enabled else tokens.muted))
        middle = NODE_HEIGHT / 2 + QFontMetricsF(title).capHeight() / 2
        words = _elided(facts.type_name, title, RIGHT - LEFT)
        painter.drawText(QPointF(LEFT, middle - (11 if both else 0)), words)
        if both:
            font = application_font(round(SMALLEST_TEXT / scale + 0.5))
            painter.setFont(font)
            painter.setPen(QColor(tokens.muted_strong))
            _draw_elided(painter, font, facts.shape, LEFT, 49.0, RIGHT - LEFT)

    def _paint_ports(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setPen(QPen(QColor(tokens.muted), 1.2))
        painter.setBrush(QColor(tokens.panel))
        if self.has_input:
            painter.drawEllipse(QPointF(0, NODE_HEIGHT / 2), PORT, PORT)
        if self.has_output:
            painter.setBrush(QColor(tokens.muted))
            port = QPointF(NODE_WIDTH, NODE_HEIGHT / 2)
            painter.drawEllipse(port, PORT - 0.5, PORT - 0.5)

    def _paint_mark(self, painter: QPainter, tokens: Tokens) -> None:
        """A tag on the upper edge at the right: that it is an output, and with which loss."""
        font = application_font(tokens.font_small)
        metrics = QFontMetricsF(font)
        room = NODE_WIDTH - 24
        words = metrics.elidedText(output_text(self.facts), Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(words) + 12
        tag = QRectF(NODE_WIDTH - 8 - width, -8, width, 16)
        line = tokens.accent if self.selected else tokens.scroll
        painter.setPen(QPen(QColor(tokens.danger if self.facts.problem else line), 1.0))
        painter.setBrush(QColor(tokens.panel))
        painter.drawRoundedRect(tag, 8, 8)
        painter.setFont(font)
        painter.setPen(QColor(tokens.muted_strong))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)


class LinkItem(QGraphicsItem):
    """One link; a broad invisible copy of it catches the mouse."""

    def __init__(self, source: str, reader: str) -> None:
        super().__init__()
        self.source = source
        self.reader = reader
        self.selected = False
        self.broken = False
        self.aimed = False
        self.lit = False
        self.faded = False
        self._path = QPainterPath()
        self._broad = QPainterPath()
        self.setZValue(1)

    def set_path(self, path: QPainterPath) -> None:
        """Take another way."""
        self.prepareGeometryChange()
        self._path = path
        stroker = QPainterPathStroker()
        stroker.setWidth(12)
        self._broad = stroker.createStroke(path)

    def path(self) -> QPainterPath:
        """The way it takes."""
        return self._path

    def mark(self, *, selected: bool, broken: bool, aimed: bool = False) -> None:
        """Draw it as selected, as impossible, or as where a dragged layer would go."""
        if (selected, broken, aimed) != (self.selected, self.broken, self.aimed):
            self.selected, self.broken, self.aimed = selected, broken, aimed
            self.update()

    def light(self, *, lit: bool, faded: bool) -> None:
        """Bring it out, or let it step back behind those that are."""
        if (lit, faded) != (self.lit, self.faded):
            self.lit, self.faded = lit, faded
            self.setZValue(1.5 if lit else 1)
            self.update()

    @guarded(factory=QRectF)
    def boundingRect(self) -> QRectF:
        return self._broad.boundingRect().adjusted(-4, -6, 4, 6)

    @guarded(factory=QPainterPath)
    def shape(self) -> QPainterPath:
        return self._broad

    @guarded()
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        tokens = theme().tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown, width = tokens.danger if self.broken else tokens.muted, 1.6
        if self.lit:
            shown, width = tokens.danger if self.broken else tokens.text, 2.6
        if self.selected or self.aimed:
            shown, width = tokens.accent, 3.0
        colour = QColor(shown)
        if self.faded and not self.aimed:
            colour.setAlphaF(FADED)
        painter.setPen(QPen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)


def _elided(text: str, font: QFont, room: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)


def _draw_elided(
    painter: QPainter, font: QFont, text: str, x: float, y: float, room: float
) -> None:
    if room > 8 and text:
        painter.drawText(QPointF(x, y), _elided(text, font, room))


def _largest(text: str, room: float, most: int, least: int) -> int:
    """The largest font, in pixels and between these two, in which a title fits."""
    width = QFontMetricsF(application_font(24, QFont.Weight.Bold)).horizontalAdvance(text)
    return max(least, min(most, int(24 * room / max(1.0, width))))


def _family_colour(type_name: str, tokens: Tokens) -> str:
    for begin, number in _FAMILIES.items():
        if type_name.startswith(begin):
            return tokens.series[number]
    return ""
