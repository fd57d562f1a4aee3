"""Where the files that ship with the application are."""

from pathlib import Path

from nncore.paths import resources_dir


def themes_dir() -> Path:
    """Colour tokens, the style sheet and the images it names."""
    return resources_dir() / "themes"


def fonts_dir() -> Path:
    """The bundled fonts and their licence."""
    return resources_dir() / "fonts"


def icons_dir() -> Path:
    """The line icons, one SVG file a name."""
    return resources_dir() / "icons"


def models_dir() -> Path:
    """The trained models that ship."""
    return resources_dir() / "models"


def recipes_dir() -> Path:
    """The recipes that ship."""
    return resources_dir() / "recipes"
