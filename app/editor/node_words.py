"""What is said of a node of the canvas: on it, in the line above, in its tooltip."""

from app.editor.cost_text import cost_text
from app.engine_messages import engine_message
from app.i18n import translate
from app.models.costs import count_text
from app.models.graph_layout import OUTPUT
from app.models.layer_facts import LayerFacts
from app.models.layer_text import loss_words
from nncore.spec import INPUT


def output_text(facts: LayerFacts) -> str:
    """What is said of an output: of several, its loss; "" of another layer."""
    if not facts.output:
        return ""
    if facts.output == "only":
        return translate("Canvas", "output")
    loss = loss_words(facts.loss) or translate("Canvas", "no loss")
    if facts.output == "main":
        return translate("Canvas", "main: {0}").format(loss)
    return translate("Canvas", "output: {0}").format(loss)


def footer(facts: LayerFacts) -> tuple[str, ...]:
    """What stands at the right end of a layer's node, from the longest to the shortest."""
    if not facts.enabled:
        return (translate("Canvas", "disabled"),)
    if facts.shares:
        return (translate("Canvas", "shares {0}").format(facts.shares),)
    more = []
    if facts.frozen:
        more.append(translate("Canvas", "frozen"))
    if facts.unread:
        more.append(translate("Canvas", "unread"))
    count = facts.cost.params
    numbers = (params_text(facts), f"{count:,}", count_text(count)) if count else ("",)
    lines = (" · ".join([number, *more] if number else more) for number in numbers)
    return tuple(line for line in lines if line)


def params_text(facts: LayerFacts) -> str:
    """How many parameters a layer has: ``50,240 params``; "" for none."""
    if not facts.cost.params:
        return ""
    return translate("Canvas", "{0} params").format(f"{facts.cost.params:,}")


def told(facts: LayerFacts) -> tuple[str, ...]:
    """A node in one line, each thing once, from the longest to the shortest."""
    layer = facts.name not in (INPUT, OUTPUT)
    begin = f"{facts.name}: {facts.type_name}" if layer else f"{facts.type_name}:"
    head = f"{begin} {facts.detail}".removesuffix(" ").removesuffix(":")
    if facts.shape and facts.shape not in facts.detail.split(" · "):
        head += f" → {facts.shape}"
    parts = [head, output_text(facts)]
    if facts.problem is not None:
        parts.append(engine_message(facts.problem.reason))
    elif layer and facts.shape:
        parts += [params_text(facts), cost_text(facts.cost)]
    parts = [part for part in parts if part]
    shorter = tuple(" · ".join(parts[:count]) for count in range(len(parts), 0, -1))
    return (*shorter, begin.removesuffix(":"))
