"""What layers cost, in numbers that people can read: memory and multiply-adds."""

from dataclasses import dataclass

from nncore.inference import Inference, LayerInfo
from nncore.shapes import size

_BYTES = {"float32": 4, "float64": 8}


@dataclass(frozen=True)
class Cost:
    """What a layer, or a network, costs.

    Attributes:
        params: Numbers it learns or keeps.
        param_bytes: Memory of these.
        activation_bytes: Memory of its output for one sample.
        multiply_adds: Multiplications, each added to a sum, for one sample forward.
    """

    params: int = 0
    param_bytes: int = 0
    activation_bytes: int = 0
    multiply_adds: int = 0


def layer_cost(info: LayerInfo, dtype: str) -> Cost:
    """The cost of a layer; nothing where it cannot stand."""
    if info.error is not None:
        return Cost()
    each = _BYTES.get(dtype, 4)
    values = size(info.output_shape) if info.enabled else 0
    return Cost(info.param_count, info.param_count * each, values * each, info.multiply_adds)


def network_cost(inference: Inference, dtype: str) -> Cost:
    """The cost of all layers up to the first that cannot stand."""
    costs = [layer_cost(info, dtype) for info in inference.layers]
    return Cost(
        sum(cost.params for cost in costs),
        sum(cost.param_bytes for cost in costs),
        sum(cost.activation_bytes for cost in costs),
        sum(cost.multiply_adds for cost in costs),
    )


def bytes_text(count: int) -> str:
    """Bytes as people say them: 512 B, 201 kB, 1.3 MB."""
    return _scaled(count, 1000, ("B", "kB", "MB", "GB", "TB"), " ")


def count_text(count: int) -> str:
    """A large number in short: 950, 50.2k, 1.3M."""
    return _scaled(count, 1000, ("", "k", "M", "G", "T", "P"), "")


def _scaled(count: int, base: int, units: tuple[str, ...], gap: str) -> str:
    value, step = float(count), 0
    while value >= 999.5 and step < len(units) - 1:
        value /= base
        step += 1
    number = f"{value:.0f}" if step == 0 or value >= 99.95 else f"{value:.3g}"
    return f"{number}{gap}{units[step]}"
