"""A run's configuration; a recipe is one with a name and the result it should reach."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from nncore.data.augment import Augment
from nncore.errors import SpecError
from nncore.hyperparameters import (
    Configured,
    choice,
    flag,
    hyperparameters_of,
    integer,
    nested,
    real,
    shown,
    suggestion,
    text,
    with_inner,
)
from nncore.losses import LOSSES
from nncore.objective import Aim, aims_of, check_by_output
from nncore.optimizers import SGD, Optimizer
from nncore.paths import resources_dir
from nncore.schedules import SCHEDULES, Schedule
from nncore.spec import NetworkSpec
from nncore.training.expectations import Expectation, expectations
from nncore.training.policies import Policy

FORMAT = "vitrine-run"
VERSION = 1
_BY_OUTPUT = ("loss_weights", "targets")
_OBJECTS = ("data_options", "initial_params", "augment", *_BY_OUTPUT)
_WHOLE = ("optimizer", "policies", "frozen", *_OBJECTS)
"""Settings that are no hyperparameters but may be set as a whole."""
_LOADER_ARGUMENTS = ("name", "data_dir", "progress")
"""What `nncore.data.load` takes beside the options of a source."""


@dataclass(frozen=True)
class RunConfig(Configured):
    """Everything that decides a run; with the data, it decides every bit of the result.

    Attributes:
        spec: The network.
        optimizer: How gradients become steps.
        data_options: Options of the data source, such as noise or samples.
        initial_params: Fixed starting values by parameter name, instead of drawn ones.
        frozen: Names of layers (``dense_1``) or parameters (``dense_1/bias``) that stay; may change
            during a run.
        policies: Rules that watch the run and may change or end it.
        augment: Image augmentation, as `nncore.data.augment.Augment` writes it.
        expect: The published or promised results; {"test_accuracy": 0.95} is understood too.
        source: Where the recipe comes from.
        loss_weights: What the losses of outputs are multiplied by; 1 where not named.
        targets: What outputs are compared with: "y", what the data say, or "x", the sample.
    """

    spec: NetworkSpec
    optimizer: Optimizer = field(default_factory=SGD)
    data_options: Mapping[str, Any] = field(default_factory=dict)
    initial_params: Mapping[str, Any] = field(default_factory=dict)
    frozen: tuple[str, ...] = ()
    policies: tuple[Policy, ...] = ()
    augment: Mapping[str, Any] = field(default_factory=dict)
    expect: tuple[Expectation, ...] = ()
    source: str = ""
    name: str = text("untitled", help="A short name for the run.")
    description: str = text("", help="What there is to see in it.")
    data: str = text("mnist-sample", help="The data source.")
    loss_weights: Mapping[str, float] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)
    loss: str | Mapping[str, str] = choice(
        "categorical_crossentropy",
        help="What training makes small; of several outputs, one for all or one for each.",
        choices=tuple(LOSSES),
        by_name=True,
    )
    batch_size: int = integer(
        32,
        help="Samples in one step; more is smoother and faster for each sample, with fewer steps.",
        minimum=1,
        maximum=1_000_000,
        live=True,
        log=True,
    )
    epochs: int = integer(
        10,
        help="How often every training sample is seen; more learns longer, in the end by heart.",
        minimum=1,
        maximum=1_000_000,
    )
    validation_split: float = real(
        0.0,
        help="Share of the training data, its end, kept aside to measure on; more leaves "
        "less to learn.",
        minimum=0,
        maximum=1,
        open_maximum=True,
    )
    shuffle: bool = flag(True, help="Draw a new order of the samples for every epoch.")
    seed: int = integer(
        0,
        help="Start of every random draw; the same seed gives the same run, bit for bit.",
        minimum=0,
        maximum=2**63 - 1,
    )
    schedule: Schedule | None = nested(
        None,
        help="How the learning rate changes over the run; none: not at all.",
        configured=Schedule,
        optional=True,
        live=True,
    )
    clip_norm: float | None = real(
        None,
        help="Longest gradient, as one vector of all weights; less tames steep slopes more.",
        suggested=1.0,
        minimum=0,
        open_minimum=True,
        optional=True,
        live=True,
        log=True,
    )
    clip_value: float | None = real(
        None,
        help="Largest value in a gradient, cut off before its length is; less cuts more.",
        suggested=0.5,
        minimum=0,
        open_minimum=True,
        optional=True,
        live=True,
        log=True,
    )
    ema_decay: float | None = real(
        None,
        help="Memory of the weights' moving average; more averages over more steps.",
        suggested=0.999,
        minimum=0,
        maximum=1,
        open_maximum=True,
        optional=True,
        live=True,
    )
    dtype: str = choice(
        "float32", help="Precision of every number.", choices=("float32", "float64")
    )
    train: bool = flag(
        True, help="Whether it is to be trained, or only looked at, as a network too big for that."
    )

    def __post_init__(self) -> None:
        given: dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self)}
        object.__setattr__(self, "spec", NetworkSpec.from_json(given["spec"]))
        if not isinstance(given["optimizer"], Optimizer):
            object.__setattr__(self, "optimizer", Optimizer.from_json(given["optimizer"]))
        for name in _OBJECTS:
            if not isinstance(given[name], Mapping):
                raise SpecError(
                    f"run: {name} must be an object; received {shown(given[name])}", field=name
                )
        for name in given["data_options"]:
            if not isinstance(name, str) or name in _LOADER_ARGUMENTS:
                raise SpecError(
                    f"run: {shown(name)} is no option of a data source", field="data_options"
                )
        Augment.from_json(given["augment"])
        check_by_output(given["loss_weights"], given["targets"])
        frozen = given["frozen"]
        if (
            isinstance(frozen, str)
            or not isinstance(frozen, Sequence)
            or not all(isinstance(name, str) for name in frozen)
        ):
            raise SpecError(
                f"run: frozen must be a list of names; received {shown(frozen)}", field="frozen"
            )
        object.__setattr__(self, "frozen", tuple(frozen))
        object.__setattr__(self, "policies", _policies(given["policies"]))
        object.__setattr__(self, "expect", expectations(given["expect"]))
        if not isinstance(given["source"], str):
            raise SpecError(
                f"run: source must be a text; received {shown(given['source'])}", field="source"
            )
        super().__post_init__()

    @property
    def type_name(self) -> str:
        """What messages call it."""
        return "run"

    def to_json(self, *, defaults: bool = False) -> dict[str, Any]:
        result: dict[str, Any] = {"format": FORMAT, "version": VERSION}
        result |= super().to_json(defaults=defaults)
        for name in (*_OBJECTS, "source"):
            if getattr(self, name):
                result[name] = getattr(self, name)
        if self.expect:
            result["expect"] = [item.to_json(defaults=defaults) for item in self.expect]
        if self.frozen:
            result["frozen"] = list(self.frozen)
        if self.policies:
            result["policies"] = [policy.to_json(defaults=defaults) for policy in self.policies]
        result["optimizer"] = self.optimizer.to_json(defaults=defaults)
        result["spec"] = self.spec.to_json(defaults=defaults)
        return result

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        if not isinstance(data, Mapping):
            raise SpecError(f"a run must be a JSON object, received {type(data).__name__}")
        settings = dict(data)
        if settings.pop("format", FORMAT) != FORMAT:
            raise SpecError(f"expected format {FORMAT!r}, received {shown(data['format'])}")
        if settings.pop("version", VERSION) != VERSION:
            raise SpecError(
                f"this program reads version {VERSION} of a run, received {shown(data['version'])}"
            )
        known = {item.name for item in fields(cls)}
        for name in settings:
            if name not in known:
                raise SpecError(
                    f"run: unknown setting {shown(name)}" + suggestion(name, known),
                    field=str(name)[:60],
                )
        if "spec" not in settings:
            raise SpecError("run: spec is missing; it describes the network", field="spec")
        return cls(**settings)

    def with_setting(self, key: str, value: Any) -> Self:
        """A config with one setting changed by its dotted name.

        ``epochs``, ``optimizer.learning_rate``, ``data_options.noise``, ``augment.rotate``,
        ``dense_1.units``, ``dense_1.kernel_regularizer.l2`` or ``dense_1.enabled``; a bare
        hyperparameter of the optimizer (``learning_rate``) is understood too.
        """
        head, _, tail = key.partition(".")
        if not tail:
            if head in ("optimizer", "schedule") and isinstance(value, str):
                return self.replace(**{head: {"type": value}})
            if head in _WHOLE:
                return self.replace(**{head: value})
            if head in {item.name for item in hyperparameters_of(type(self))}:
                return self.replace(**{head: value})
            if head in {item.name for item in hyperparameters_of(type(self.optimizer))}:
                return self.replace(optimizer=self.optimizer.replace(**{head: value}))
        elif head == "optimizer":
            return self.replace(optimizer=with_inner(self.optimizer, tail, value))
        elif head == "schedule":
            if self.schedule is None:
                names = ", ".join(SCHEDULES)
                raise SpecError(f"{key}: the run has no schedule; set schedule to one of {names}")
            return self.replace(schedule=with_inner(self.schedule, tail, value))
        elif head in ("data_options", "augment", *_BY_OUTPUT):
            return self.replace(**{head: {**getattr(self, head), tail: value}})
        elif head == "loss":
            given = {} if isinstance(self.loss, str) else self.loss
            return self.replace(loss={**given, tail: value})
        elif head in {layer.name for layer in self.spec.layers}:
            if tail == "enabled":
                return self.replace(spec=self.spec.enable(head, value))
            return self.replace(spec=self._changed_layer(head, tail, value))
        raise self._unknown(key)

    def _unknown(self, key: str) -> SpecError:
        layers = [layer.name for layer in self.spec.layers]
        names = [item.name for item in hyperparameters_of(type(self))]
        names += [item.name for item in hyperparameters_of(type(self.optimizer))] + list(_WHOLE)
        _, dot, tail = key.partition(".")
        close = suggestion(key, names)
        if dot:
            close = suggestion(key, [f"{layer}.{tail}" for layer in layers])
        return SpecError(
            f"unknown setting {shown(key)}; there are {', '.join(names)} and LAYER.SETTING, with "
            f"the layers {', '.join(layers) or 'none'}" + close
        )

    def aims(self) -> dict[str, Aim]:
        """What each output of the network is to learn.

        Raises:
            SpecError: A name is no output, or no output has a loss.
        """
        return aims_of(self.spec.output_names, self.loss, self.loss_weights, self.targets)

    def rename(self, old: str, new: str) -> Self:
        """A config in which this layer, and whatever refers to it, says `new`."""

        def follow(name: str) -> str:
            layer, slash, param = name.partition("/")
            if layer.endswith("loss") and param == old:  # test_loss/OUTPUT
                return f"{layer}/{new}"
            return f"{new}{slash}{param}" if layer == old else name

        def renamed(given: Mapping[str, Any]) -> dict[str, Any]:
            return {follow(name): value for name, value in given.items()}

        return self.replace(
            spec=self.spec.rename(old, new),
            frozen=tuple(map(follow, self.frozen)),
            initial_params=renamed(self.initial_params),
            loss=self.loss if isinstance(self.loss, str) else renamed(self.loss),
            loss_weights=renamed(self.loss_weights),
            targets=renamed(self.targets),
            expect=tuple(
                item.replace(metric=follow(item.metric)) if "/" in item.metric else item
                for item in self.expect
            ),
        )

    def _changed_layer(self, name: str, path: str, value: Any) -> NetworkSpec:
        setting, _, inner = path.partition(".")
        if inner:
            layer = self.spec.layers[self.spec.index(name)].layer
            value = getattr(with_inner(layer, path, value), setting)
        return self.spec.change(name, **{setting: value})


def _policies(given: Any) -> tuple[Policy, ...]:
    if isinstance(given, str | Mapping) or not isinstance(given, Sequence):
        raise SpecError(
            f"run: policies must be a list of objects with a type; received {shown(given)}",
            field="policies",
        )
    return tuple(item if isinstance(item, Policy) else Policy.from_json(item) for item in given)


def without_live_settings(config: RunConfig) -> RunConfig:
    """The configuration with every setting that may change during a run at a fixed value.

    Two configurations that agree in this can follow each other within one run.
    """
    spec = config.spec
    for node in spec.layers:
        live = {
            item.name: item.default
            for item in hyperparameters_of(type(node.layer))
            if item.live and item.default is not MISSING
        }
        if live:
            spec = spec.change(node.name, **live)
    return config.replace(
        spec=spec,
        optimizer=SGD(),
        schedule=None,
        policies=(),
        frozen=(),
        clip_norm=None,
        clip_value=None,
        ema_decay=None,
        batch_size=1,
        epochs=1,
        name="",
        description="",
        source="",
        expect=(),
    )


def recipes_dir() -> Path:
    """The folder of the recipes that ship with the project."""
    return resources_dir() / "recipes"


def recipe_names() -> list[str]:
    """The names of all recipes that ship with the project."""
    return sorted(path.stem for path in recipes_dir().glob("*.json"))


def load_recipe(name: str | os.PathLike[str]) -> RunConfig:
    """The recipe of this name, or in the JSON file at this path.

    Raises:
        SpecError: There is no such recipe, or its text is no run.
    """
    path = recipes_dir() / f"{name}.json"
    if os.fspath(name).endswith(".json") or os.sep in os.fspath(name):
        path = Path(name)
    elif os.fspath(name) not in recipe_names():
        names = recipe_names()
        raise SpecError(
            f"no recipe is called {os.fspath(name)!r}; there are {', '.join(names)}"
            + suggestion(os.fspath(name), names)
        )
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SpecError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise SpecError(f"{path}: not JSON: {error}") from None
    try:
        config = RunConfig.from_json(data)
    except SpecError as error:
        raise SpecError(f"{path.name}: {error}", layer=error.layer, field=error.field) from None
    return config if "name" in data else config.replace(name=path.stem)
