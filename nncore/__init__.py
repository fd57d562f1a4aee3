"""The engine: networks in NumPy, readable and fast, without any window."""

from nncore import data
from nncore.errors import Cancelled, DataError, FormatError, ShapeError, SpecError, VitrineError
from nncore.formats.model import load_model, save_model
from nncore.gradcheck import check_gradients
from nncore.layers import LAYERS
from nncore.network import Network, Snapshot
from nncore.spec import LayerSpec, NetworkSpec
from nncore.threads import get_threads, set_threads
from nncore.training.config import RunConfig, load_recipe, recipe_names
from nncore.training.evaluate import evaluate
from nncore.training.loop import Run, train

__version__ = "0.1.0"

__all__ = [
    "LAYERS",
    "Cancelled",
    "DataError",
    "FormatError",
    "LayerSpec",
    "Network",
    "NetworkSpec",
    "Run",
    "RunConfig",
    "ShapeError",
    "Snapshot",
    "SpecError",
    "VitrineError",
    "check_gradients",
    "data",
    "evaluate",
    "get_threads",
    "load_model",
    "load_recipe",
    "recipe_names",
    "save_model",
    "set_threads",
    "train",
]
