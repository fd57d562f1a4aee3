"""What `bench` measures: each row a network, an optimizer, a batch size and a stretch of data."""

from dataclasses import dataclass

from nncore.inference import Inference
from nncore.layers import LSTM, Dense, Flatten, Reshape
from nncore.layers.base import Layer
from nncore.optimizers import Adam
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig, load_recipe

PICTURE = (28, 28, 1)


@dataclass(frozen=True)
class Row:
    """One line of the bench.

    Attributes:
        name: What `--only` takes.
        config: The network and how it is trained.
        samples: Samples in an epoch; fewer than MNIST has where an epoch would take long.
    """

    name: str
    config: RunConfig
    samples: int = 60_000


def _classifier(layers: list[Layer], batch_size: int) -> RunConfig:
    """These layers and a softmax over ten classes, with Adam as it comes."""
    spec = NetworkSpec.chain(PICTURE, [*layers, Dense(units=10, activation="softmax")])
    return RunConfig(spec=spec, optimizer=Adam(), batch_size=batch_size, data="mnist")


def _dense(*units: int, batch_size: int) -> RunConfig:
    hidden = [Dense(units=n, activation="relu") for n in units]
    return _classifier([Flatten(), *hidden], batch_size)


def _recipe(name: str) -> RunConfig:
    """A recipe, bare: every sample trains, and nothing watches."""
    return load_recipe(name).replace(validation_split=0.0, policies=())


def rows() -> dict[str, Row]:
    """Every row that compares samples per second, by name."""
    lstm = _classifier([Reshape(target_shape=(28, 28)), LSTM(units=128)], 128)
    return {
        row.name: row
        for row in (
            Row("nielsen-batch-10", _recipe("nielsen-30")),
            Row("dense-128-batch-128", _dense(128, 128, batch_size=128)),
            Row("dense-128-batch-32", _dense(128, 128, batch_size=32)),
            Row("dense-512-batch-128", _dense(512, 256, batch_size=128)),
            Row("tf-cnn-batch-50", _recipe("tf-cnn"), 5_000),
            Row("lenet-5-batch-32", _recipe("lenet-5"), 20_000),
            Row("lstm-batch-128", lstm, 20_000),
        )
    }


def training_flops(inference: Inference) -> int:
    """Floating-point operations of matrix products that training takes for one sample.

    Two for each multiply-add. Forward once; backward once for the weights' gradient and
    once for the input's, which the first layer with weights does not need. What is done
    value by value (activations, optimizer) is not counted.
    """
    counts = [info.multiply_adds for info in inference.layers if info.multiply_adds]
    return 2 * (3 * sum(counts) - counts[0]) if counts else 0
