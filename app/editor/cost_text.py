"""What a layer or a network costs, in words."""

from PySide6.QtCore import QCoreApplication

from app.models.costs import Cost, bytes_text, count_text


def cost_text(cost: Cost) -> str:
    """Memory and multiply-adds: "weights 201 kB · output 256 B · 50.2k multiply-adds"."""
    words = []
    if cost.params:
        words.append(_tr("weights {0}").format(bytes_text(cost.param_bytes)))
    words.append(_tr("output {0}").format(bytes_text(cost.activation_bytes)))
    if cost.multiply_adds:
        words.append(_tr("{0} multiply-adds").format(count_text(cost.multiply_adds)))
    return " · ".join(words)


def _tr(text: str) -> str:
    return QCoreApplication.translate("CostText", text)
