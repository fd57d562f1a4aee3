"""A neuron and a link in words and numbers, for the card beside them."""

from app.i18n import translate
from app.models.neuron import NeuronFacts, Target

MINUS = "\N{MINUS SIGN}"
Row = tuple[str, str]


def neuron_title(layer: str, index: int, label: str = "") -> str:
    """The first line of the card."""
    title = translate("Neuron", "{0} · neuron {1}").format(layer, index)
    return f"{title} · {label}" if label and label != str(index) else title


def link_title(layer: str, start: int, stop: int) -> str:
    """The first line of the card of a link."""
    return translate("Neuron", "{0} · weight {1} → {2}").format(layer, start, stop)


def edit_text(target: Target, value: float) -> str:
    """What setting a number does, for the menu: "Set dense_2 weight 3 → 5 to 0.25"."""
    layer, number = target.name.partition("/")[0], f"{value:.6g}".replace("-", MINUS)
    if target.start is None:
        return translate("Neuron", "Set {0} bias {1} to {2}").format(layer, target.index, number)
    return translate("Neuron", "Set {0} weight {1} → {2} to {3}").format(
        layer, target.start, target.index, number
    )


def neuron_rows(facts: NeuronFacts) -> tuple[Row, ...]:
    """Names and numbers, from the sum to the derivative."""
    rows = []
    if facts.terms:
        rows.append(("z", _sum_of(facts)))
    elif facts.z is not None:
        formula = "Σ w·a" if facts.bias is None else "Σ w·a + b"
        rows.append((f"z = {formula}", fixed(facts.z)))
    if facts.bias is not None:
        rows.append((translate("Neuron", "bias"), fixed(facts.bias)))
    if facts.activation is not None:
        rows.append((translate("Neuron", "activation"), fixed(facts.activation)))
    if facts.slope is not None:
        rows.append((f"∂loss/∂{facts.slope_of}", fixed(facts.slope)))
    return tuple(rows)


def fixed(value: float) -> str:
    """Four decimals, so that numbers that change keep their width; tiny and huge ones with `e`."""
    if value and not 5e-5 <= abs(value) < 1e5:
        text = f"{value:.2e}"
    else:
        text = f"{value:.4f}"
    return text.replace("-", MINUS)


def two_digits(value: float) -> str:
    """A weight as it stands at its link."""
    return f"{value:.2g}".replace("-", MINUS)


def _sum_of(facts: NeuronFacts) -> str:
    """Written out: 0.15·0.05 + 0.20·0.10 + 0.35 = 0.3775."""
    parts = [(weight < 0, f"{_short(abs(weight))}·{_factor(a)}") for weight, a in facts.terms]
    if facts.bias is not None:
        parts.append((facts.bias < 0, _short(abs(facts.bias))))
    text = (MINUS if parts[0][0] else "") + parts[0][1]
    for negative, part in parts[1:]:
        text += f" {MINUS if negative else '+'} {part}"
    return f"{text} = {fixed(facts.z or 0.0)}"


def _factor(value: float) -> str:
    return f"({MINUS}{_short(-value)})" if value < 0 else _short(value)


def _short(value: float) -> str:
    """Three digits, and two decimals at least."""
    text = f"{value:.3g}"
    return text if "e" in text or len(text.partition(".")[2]) >= 2 else f"{value:.2f}"
