"""The data: sets by name, readers for the user's files, and the way from a drawing to a digit."""

from nncore.data.dataset import Dataset, one_hot
from nncore.data.digits import has_ink, normalize_digit
from nncore.data.sources import SOURCES, load

__all__ = ["SOURCES", "Dataset", "has_ink", "load", "normalize_digit", "one_hot"]
