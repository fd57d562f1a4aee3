"""Data sets in the language of the window."""

from app.i18n import engine_text
from nncore.data import SOURCES


def source_title(name: str) -> str:
    """What a data set is called; one that is not known goes by its name."""
    return engine_text(SOURCES[name].title) if name in SOURCES else name
