"""The sentences of the engine that the window says in its language, by family.

`tests/app/test_engine_messages.py` holds them to the sources of nncore, in both directions.
"""

from app.messages.data import DATA
from app.messages.files import FILES
from app.messages.layers import LAYERS
from app.messages.libraries import LIBRARIES
from app.messages.published import PUBLISHED
from app.messages.settings import SETTINGS
from app.messages.system import SYSTEM
from app.messages.training import TRAINING

MESSAGES = (*LAYERS, *SETTINGS, *TRAINING, *FILES, *DATA, *PUBLISHED, *SYSTEM, *LIBRARIES)
"""``{0}``, ``{1}``, ... stand for values, in the order in which they come."""

__all__ = ["LIBRARIES", "MESSAGES", "SYSTEM"]
