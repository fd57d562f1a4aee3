"""What a card and a node show of a layer, worked out once for both."""

from dataclasses import dataclass, field

from app.i18n import translate
from app.models import wiring
from app.models.costs import Cost, layer_cost
from app.models.layer_edits import is_frozen
from app.models.layer_text import layer_detail
from app.models.mends import Problem
from app.models.outputs import loss_of
from nncore.inference import Inference
from nncore.shapes import shape_text, size
from nncore.spec import INPUT
from nncore.training.config import RunConfig


@dataclass(frozen=True)
class LayerFacts:
    """One layer, or the input.

    Attributes:
        detail: What sets it apart from others of its type: ``64 · relu``.
        shape: Of its output, "" where it is not known.
        values: How many numbers that is.
        frozen: Whether it keeps its parameters in training.
        shares: The layer whose parameters it uses, "" for its own.
        unread: Whether no layer reads it though it is no output.
        output: "" or, of an output, "only", "main" or "other".
        loss: Of one of several outputs, "" where it has none.
        problem: What is wrong here.
    """

    name: str
    type_name: str
    detail: str = ""
    shape: str = ""
    values: int = 0
    cost: Cost = field(default_factory=Cost)
    enabled: bool = True
    frozen: bool = False
    shares: str = ""
    unread: bool = False
    output: str = ""
    loss: str = ""
    problem: Problem | None = None


def input_facts(config: RunConfig, problem: Problem | None) -> LayerFacts:
    """What is shown of the input."""
    shape = config.spec.input_shape
    here = problem if problem is not None and problem.layer == INPUT else None
    return LayerFacts(
        INPUT,
        translate("Layers", "Input"),
        shape_text(shape),
        shape_text(shape),
        size(shape),
        problem=here,
    )


def layer_facts(
    config: RunConfig, inference: Inference, problem: Problem | None
) -> tuple[LayerFacts, ...]:
    """What is shown of each layer; of those behind one that cannot stand, less."""
    spec = config.spec
    infos = {info.name: info for info in inference.layers}
    read = {source for source, _ in wiring.links_of(spec)}
    given = spec.output_names
    facts = []
    for node in spec.layers:
        info = infos.get(node.name)
        stands = info is not None and info.error is None
        facts.append(
            LayerFacts(
                name=node.name,
                type_name=node.layer.type_name,
                detail=layer_detail(info.layer if info else node.layer),
                shape=shape_text(info.output_shape) if info and stands else "",
                values=size(info.output_shape) if info and stands else 0,
                cost=layer_cost(info, config.dtype) if info else Cost(),
                enabled=node.enabled,
                frozen=is_frozen(config, node.name),
                shares=node.shares,
                unread=node.name not in read and node.name not in given,
                output=_output(node.name, given),
                loss=loss_of(config, node.name) if len(given) > 1 else "",
                problem=problem if problem is not None and problem.layer == node.name else None,
            )
        )
    return tuple(facts)


def _output(name: str, given: tuple[str, ...]) -> str:
    if name not in given:
        return ""
    return "only" if len(given) == 1 else "main" if name == given[0] else "other"
