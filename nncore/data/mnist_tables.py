"""The four files of MNIST and of Fashion-MNIST: names, shapes, hashes and mirrors."""

import math
from dataclasses import dataclass, field

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
FASHION_MIRRORS = (
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
)


@dataclass(frozen=True)
class IdxFile:
    """One of the four files: its name, shape, and the hash that proves it.

    Attributes:
        sha256: Of the decompressed bytes, or empty where nobody published it. A copy compressed
            anew has another hash as a gzip file, and the same once decompressed.
        gz_sha256: Of the published gzip file; looked at only if `sha256` is empty.
        gz_bytes: Size of the published gzip file, for the progress bar.
    """

    name: str
    shape: tuple[int, ...]
    sha256: str = ""
    gz_sha256: str = ""
    gz_bytes: int = 0

    @property
    def raw_bytes(self) -> int:
        return 4 + 4 * len(self.shape) + math.prod(self.shape)

    @property
    def file_names(self) -> tuple[str, ...]:
        """The names it goes by; some unpackers put a dot before idx."""
        dotted = self.name.replace("-idx", ".idx")
        return (f"{self.name}.gz", self.name, f"{dotted}.gz", dotted)


@dataclass(frozen=True)
class IdxTable:
    """Four IDX files that make up one data set, in the order x_train y_train x_test y_test."""

    name: str
    title: str
    files: tuple[IdxFile, IdxFile, IdxFile, IdxFile]
    mirrors: tuple[str, ...]
    class_names: tuple[str, ...]
    accepts_legacy: bool = False
    foreign_sha256: frozenset[str] = field(default_factory=frozenset)


MNIST = IdxTable(
    name="mnist",
    title="MNIST",
    files=(
        IdxFile(
            "train-images-idx3-ubyte",
            (60000, 28, 28),
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            gz_bytes=9912422,
        ),
        IdxFile(
            "train-labels-idx1-ubyte",
            (60000,),
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            gz_bytes=28881,
        ),
        IdxFile(
            "t10k-images-idx3-ubyte",
            (10000, 28, 28),
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            gz_bytes=1648877,
        ),
        IdxFile(
            "t10k-labels-idx1-ubyte",
            (10000,),
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
            gz_bytes=4542,
        ),
    ),
    mirrors=MIRRORS,
    class_names=tuple("0123456789"),
    accepts_legacy=True,
)

FASHION_MNIST = IdxTable(
    name="fashion-mnist",
    title="Fashion-MNIST",
    files=(
        IdxFile(
            "train-images-idx3-ubyte",
            (60000, 28, 28),
            gz_sha256="3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            gz_bytes=26421880,
        ),
        IdxFile(
            "train-labels-idx1-ubyte",
            (60000,),
            gz_sha256="a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            gz_bytes=29515,
        ),
        IdxFile(
            "t10k-images-idx3-ubyte",
            (10000, 28, 28),
            gz_sha256="346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            gz_bytes=4422102,
        ),
        IdxFile(
            "t10k-labels-idx1-ubyte",
            (10000,),
            gz_sha256="67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            gz_bytes=5148,
        ),
    ),
    mirrors=FASHION_MIRRORS,
    class_names=(
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
    # The files of both data sets have the same names; these are the other one's.
    foreign_sha256=frozenset(file.sha256 for file in MNIST.files),
)
