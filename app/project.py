"""The project: an immutable value that holds everything the user can change and undo."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

import nncore
from app.i18n import translate
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig

FIRST_RECIPE = "first-digits"
"""What a new project starts from: small, and its data need no network."""

BLANK = "untitled"
"""What a blank project is called in files, in every language."""


Places = tuple[tuple[str, float, float], ...]

MOST_PLACES = 1100
FARTHEST = 1e6
"""A node beyond this could not be found again."""


@dataclass(frozen=True)
class ViewChoices:
    """How the project is looked at; saved with it.

    Attributes:
        smoothing: The weight of the past in the curves' moving average.
        per_epoch: Curves of training show means of epochs instead of every batch.
        show_rate: The learning rate has an axis at the right of the loss.
        show_norm: So has the length of the gradient, and runs measure it.
        architecture: "stack" or "canvas".
        places: Where nodes stand on the canvas, (name, x, y); of the others, automatically.
    """

    log_loss: bool = False
    smoothing: float = 0.0
    per_epoch: bool = False
    show_rate: bool = False
    show_norm: bool = False
    architecture: str = "stack"
    places: Places = ()

    def to_json(self) -> dict[str, Any]:
        """The choices as a JSON object."""
        choices = {item.name: getattr(self, item.name) for item in fields(self)}
        return choices | {"places": {name: [x, y] for name, x, y in self.places}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The choices out of a file; what is unknown or of another type keeps its default."""
        known: dict[str, Any] = {}
        for item in fields(cls):
            value = data.get(item.name)
            if type(value) is type(item.default):
                known[item.name] = value
        return cls(**known | {"places": _places(data.get("places"))})


def project_title(name: str) -> str:
    """The name of a project as the window shows it."""
    return translate("Project", "untitled") if name == BLANK else name


def _places(data: Any) -> Places:
    """Places out of a file; those that are none are left out."""
    if not isinstance(data, Mapping):
        return ()
    return tuple(
        (name, float(place[0]), float(place[1]))
        for name, place in list(data.items())[:MOST_PLACES]
        if isinstance(place, list) and len(place) == 2 and all(map(_is_coordinate, place))
    )


def _is_coordinate(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= FARTHEST


@dataclass(frozen=True)
class Project:
    """What is open: a run's configuration and how it is looked at."""

    config: RunConfig
    view: ViewChoices = field(default_factory=ViewChoices)

    @classmethod
    def from_recipe(cls, name: str) -> Self:
        """A new project that starts from a recipe."""
        return cls(nncore.load_recipe(name))

    @classmethod
    def blank(cls) -> Self:
        """A new project without layers, for the data that are always there."""
        config = nncore.load_recipe(FIRST_RECIPE)
        spec = NetworkSpec.chain(config.spec.input_shape, ())
        return cls(config.replace(spec=spec, name=BLANK, description="", source="", expect=()))

    def with_config(self, config: RunConfig) -> Self:
        """The project with another run configuration."""
        return replace(self, config=config)

    def with_places(self, places: Mapping[str, tuple[float, float]]) -> Self:
        """The project with its nodes in these places."""
        flat = tuple((name, x, y) for name, (x, y) in places.items())
        return replace(self, view=replace(self.view, places=flat))

    @property
    def places(self) -> dict[str, tuple[float, float]]:
        """Where nodes of the canvas stand."""
        return {name: (x, y) for name, x, y in self.view.places}
