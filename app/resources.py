"""Where the files that ship with the application are."""

from pathlib import Path

_APP_PARENT = Path(__file__).resolve().parent.parent


def resources_dir() -> Path:
    """The folder of all resources, in a checkout or an installed wheel.

    nncore.paths says the same for the engine; it is not asked, so that a window can
    come up to tell that the engine does not import.
    """
    checkout = _APP_PARENT / "resources"
    return checkout if checkout.is_dir() else _APP_PARENT / "vitrine_resources"


def themes_dir() -> Path:
    """Colour tokens, the style sheet and the images it names."""
    return resources_dir() / "themes"


def fonts_dir() -> Path:
    """The bundled fonts and their licence."""
    return resources_dir() / "fonts"


def i18n_dir() -> Path:
    """The translations of the window."""
    return resources_dir() / "i18n"


def icons_dir() -> Path:
    """The line icons, one SVG file a name."""
    return resources_dir() / "icons"


def models_dir() -> Path:
    """The trained models that ship."""
    return resources_dir() / "models"


def recipes_dir() -> Path:
    """The recipes that ship."""
    return resources_dir() / "recipes"
