"""What a layer or a network costs, in words."""

from app.i18n import translate
from app.models.costs import Cost, bytes_text, count_text


def cost_text(cost: Cost) -> str:
    """Memory and multiply-adds: "weights 201 kB · output 256 B · 50.2k multiply-adds"."""
    words = []
    if cost.params:
        words.append(translate("CostText", "weights {0}").format(bytes_text(cost.param_bytes)))
    words.append(translate("CostText", "output {0}").format(bytes_text(cost.activation_bytes)))
    if cost.multiply_adds:
        words.append(
            translate("CostText", "{0} multiply-adds").format(count_text(cost.multiply_adds))
        )
    return " · ".join(words)
