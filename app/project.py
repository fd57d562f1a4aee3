"""The project: an immutable value that holds everything the user can change and undo."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

import nncore
from nncore.training.config import RunConfig

FIRST_RECIPE = "first-digits"
"""What a new project starts from: small, and its data need no network."""


@dataclass(frozen=True)
class ViewChoices:
    """How the project is looked at; saved with it."""

    log_loss: bool = False
    smoothing: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The choices as a JSON object."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The choices out of a file; what is unknown or of another type keeps its default."""
        known: dict[str, Any] = {}
        for item in fields(cls):
            value = data.get(item.name)
            if type(value) is type(item.default):
                known[item.name] = value
        return cls(**known)


@dataclass(frozen=True)
class Project:
    """What is open: a run's configuration and how it is looked at."""

    config: RunConfig
    view: ViewChoices = field(default_factory=ViewChoices)

    @classmethod
    def from_recipe(cls, name: str) -> Self:
        """A new project that starts from a recipe."""
        return cls(nncore.load_recipe(name))

    def with_config(self, config: RunConfig) -> Self:
        """The project with another run configuration."""
        return replace(self, config=config)
