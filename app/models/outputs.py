"""Which layers a network gives out, and what follows a layer that becomes one or stops being one.

A spec without `outputs` gives its last layer. Losses, their weights and targets may be named by
output; they go along when another layer takes the place of an output.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from app.i18n import mark, translate
from app.models import wiring
from app.models.layer_edits import enable
from nncore.errors import SpecError
from nncore.layers import Layer
from nncore.spec import LayerSpec, NetworkSpec
from nncore.training.config import RunConfig


def set_output(config: RunConfig, names: Collection[str], on: bool) -> RunConfig:
    """These layers outputs of the network, or not.

    Raises:
        SpecError: No output would be left.
    """
    spec, before = config.spec, config.spec.output_names
    chosen = [name for name in names if (name in before) != on]
    after = (*before, *chosen) if on else tuple(one for one in before if one not in chosen)
    if not after and chosen:
        text = translate("Outputs", "{0} is the only output; make another layer one first")
        raise SpecError(text.format(chosen[0]))
    return settled(config, config.replace(spec=_with_outputs(spec, after)))


Way = tuple[str, tuple[str, ...], Callable[[RunConfig], RunConfig]]
"""What it does, to be translated, with its values; and the edit."""


def ways_for(config: RunConfig, name: str, head: Layer) -> Iterator[Way]:
    """What may help an output that cannot be compared with what the data say.

    Args:
        config: The run.
        name: The output.
        head: A layer that gives what is needed.
    """
    text = mark("Mends", "Enable {0}")
    yield text, (name,), partial(enable, names=[name], on=True)
    if name != config.spec.output_names[0]:
        yield mark("Mends", "No loss for {0}"), (name,), partial(no_loss, name=name)
    words = f"{head.type_name} {getattr(head, 'units', '')}".strip()
    text = mark("Mends", "Add {0} as the output")
    yield text, (words,), partial(_with_head, name=name, head=head)
    text = mark("Mends", "Make {0} no output")
    yield text, (name,), partial(set_output, names=[name], on=False)


def _with_head(config: RunConfig, name: str, head: Layer) -> RunConfig:
    return add_before_output(config, name, head)[0]


def add_before_output(config: RunConfig, name: str, layer: Layer) -> tuple[RunConfig, str]:
    """A new layer behind an output, read by none, that is the output in its place; its name."""
    spec = config.spec
    new = LayerSpec(spec.free_name(layer.type_name), layer, (name,))
    layers, at = wiring.explicit(spec), spec.index(name) + 1
    given = tuple(new.name if one == name else one for one in spec.output_names)
    changed = wiring.implicit(spec, [*layers[:at], new, *layers[at:]])
    return settled(config, config.replace(spec=_with_outputs(changed, given))), new.name


def last_only(config: RunConfig) -> RunConfig:
    """The run whose network gives its last layer."""
    return settled(config, config.replace(spec=config.spec.with_outputs()))


def one_loss(config: RunConfig) -> RunConfig:
    """One loss for all outputs, and nothing said of layers that are none."""
    known = config.spec.output_names
    loss = config.loss if isinstance(config.loss, str) else next(iter(config.loss.values()), "mse")
    return config.replace(
        loss=loss,
        loss_weights={one: value for one, value in config.loss_weights.items() if one in known},
        targets={one: value for one, value in config.targets.items() if one in known},
    )


def no_loss(config: RunConfig, name: str) -> RunConfig:
    """This output is given, but learns nothing of its own."""
    given = _losses(config)
    given.pop(name, None)
    return config.replace(
        loss=given,
        loss_weights=_without(config.loss_weights, name),
        targets=_without(config.targets, name),
    )


def loss_of(config: RunConfig, name: str) -> str:
    """The loss of an output, "" where it has none."""
    return _losses(config).get(name, "")


def with_loss(config: RunConfig, name: str, loss: str) -> RunConfig:
    """The run in which this output learns by this loss; by none with "".

    One loss that all outputs have is said once, so that another output has it too.
    """
    if not loss:
        return no_loss(config, name)
    given = {key: value for key, value in {**_losses(config), name: loss}.items() if value}
    outputs = config.spec.output_names
    if set(given) == set(outputs) and len(set(given.values())) == 1:
        return config.replace(loss=loss)
    return config.replace(loss={one: given[one] for one in outputs if one in given})


def weight_of(config: RunConfig, name: str) -> float:
    """How much the loss of an output counts."""
    return config.loss_weights.get(name, 1.0)


def with_weight(config: RunConfig, name: str, weight: float) -> RunConfig:
    """The run in which the loss of this output counts so much; 1 goes without saying."""
    given = _without(config.loss_weights, name)
    return config.replace(loss_weights=given if weight == 1 else {**given, name: weight})


def settled(before: RunConfig, after: RunConfig) -> RunConfig:
    """The edited run, in which what is said by output is said of the outputs it has now.

    A layer that took the place of an output takes over its loss; what was said of one that is
    none any more is dropped. What was wrong before the edit stays, and is told as a problem.
    """
    old, new = before.spec.output_names, after.spec.output_names
    if old == new:
        return after
    gone = [name for name in old if name not in new]
    heirs = {
        one: other for one, other in zip(old, new, strict=False) if one in gone and other not in old
    }

    def follow(given: Mapping[str, Any]) -> dict[str, Any]:
        return {
            heirs.get(name, name): value
            for name, value in given.items()
            if name in heirs or name not in gone
        }

    loss: str | dict[str, str] = before.loss if isinstance(before.loss, str) else {}
    if not isinstance(before.loss, str):
        loss = follow(before.loss)
        if not loss or (len(new) == 1 and set(loss) == set(new)):
            loss = next(iter((loss or before.loss).values()), "categorical_crossentropy")
    return after.replace(
        loss=loss, loss_weights=follow(before.loss_weights), targets=follow(before.targets)
    )


def _losses(config: RunConfig) -> dict[str, str]:
    if isinstance(config.loss, str):
        return dict.fromkeys(config.spec.output_names, config.loss)
    return dict(config.loss)


def _without(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key != name}


def _with_outputs(spec: NetworkSpec, names: tuple[str, ...]) -> NetworkSpec:
    """The last layer alone goes without saying, and follows what is put behind it."""
    last = tuple(node.name for node in spec.layers[-1:])
    return spec.with_outputs(*(() if names == last else names))
