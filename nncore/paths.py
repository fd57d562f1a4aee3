"""Where files live: the resources that ship with the project and the user's own data."""

import os
from pathlib import Path

import platformdirs

_PACKAGE_PARENT = Path(__file__).resolve().parent.parent


def resources_dir() -> Path:
    """The folder of recipes, models, icons and themes, in a checkout or an installed wheel."""
    checkout = _PACKAGE_PARENT / "resources"
    return checkout if checkout.is_dir() else _PACKAGE_PARENT / "vitrine_resources"


def user_data_dir(given: str | os.PathLike[str] | None = None) -> Path:
    """The data directory: the one given, else $VITRINE_DATA, else the user's data folder."""
    if given:
        return Path(given).expanduser()
    from_environment = os.environ.get("VITRINE_DATA")
    if from_environment:
        return Path(from_environment).expanduser()
    return Path(platformdirs.user_data_dir("vitrine", appauthor=False))
