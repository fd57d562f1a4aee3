"""The errors a user can mend; each message says what was received and what would be right."""


class VitrineError(Exception):
    """Base of every error that is the input's fault, not the program's."""


class SpecError(VitrineError):
    """A network or run is described wrongly (unknown layer, bad hyperparameter).

    Attributes:
        layer: Name of the layer at fault, empty when it is not about one layer.
        field: Name of the hyperparameter at fault, empty when it is not about one.
    """

    def __init__(self, message: str, *, layer: str = "", field: str = "") -> None:
        super().__init__(message)
        self.layer = layer
        self.field = field


class ShapeError(SpecError):
    """A layer cannot take the shape it would be given."""


class DataError(VitrineError):
    """A data set is missing, damaged or of the wrong kind; the message names the file."""


class FormatError(VitrineError):
    """A file is not what its name promises; the message names the file."""


class Cancelled(VitrineError):
    """The user stopped a long operation."""
