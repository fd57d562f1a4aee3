"""One or more examples of every layer, as a user may set it; the contract runs over them."""

from dataclasses import dataclass

from nncore.layers import (
    GRU,
    LSTM,
    Activation,
    Add,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv1D,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling2D,
    Layer,
    LayerNormalization,
    MaxPooling1D,
    MaxPooling2D,
    Reshape,
    SimpleRNN,
    SpatialDropout2D,
)
from nncore.shapes import Shape
from nncore.spec import LayerSpec, NetworkSpec


@dataclass(frozen=True)
class Example:
    """One layer as a user may set it.

    Attributes:
        input_shape: Shape of one sample.
        inputs: Names of the inputs of a layer that takes several.
        before: Layers between the network's input and those.
        flat: Its slope is zero everywhere, so nothing can be learned through it.
        indices: The inputs are whole numbers below this; their gradient is zero.
    """

    layer: Layer
    input_shape: Shape
    inputs: tuple[str, ...] = ()
    before: tuple[LayerSpec, ...] = ()
    flat: bool = False
    indices: int = 0

    @property
    def spec(self) -> NetworkSpec:
        """The layer with no more than it needs."""
        it = LayerSpec("it", self.layer, self.inputs)
        return NetworkSpec(self.input_shape, (*self.before, it))

    @property
    def headed(self) -> NetworkSpec:
        """The layer, and behind it a linear head."""
        end = len(self.before) + 1
        return self.spec.insert(end, Flatten(), "flat").insert(end + 1, Dense(units=2), "head")


BENT = (LayerSpec("bent", Activation(activation="tanh")),)
"""Two inputs of a merge must differ, or none could tell whose gradient is whose."""


def regularized(**settings: object) -> Dense:
    l2 = {"l2": 0.03}
    return Dense(
        units=3,
        activation="tanh",
        kernel_regularizer={"l1": 0.02, "l2": 0.01},
        bias_regularizer=l2,
        activity_regularizer=l2,
        bias_initializer="random_normal",
        **settings,  # type: ignore[arg-type]
    )


EXAMPLES: dict[str, list[Example]] = {
    "Dense": [
        *(
            Example(
                Dense(units=4, activation=name, bias_initializer="random_normal"),
                (6,),
                flat=name == "step",
            )
            for name in ("linear", "step", "sigmoid", "tanh", "relu", "gelu", "softmax")
        ),
        Example(Dense(units=3, activation="elu", use_bias=False), (5,)),
        Example(Dense(units=3, activation="leaky_relu"), (4, 5)),
        Example(Dense(units=1), (1,)),
        Example(regularized(), (5,)),
    ],
    "Activation": [
        Example(Activation(activation="relu"), (4, 3, 2)),
        Example(Activation(activation="softmax"), (6,)),
        Example(Activation(activation="gelu"), (3, 4)),
        Example(Activation(activation="linear"), (3,)),
        Example(Activation(activation="step"), (3,), flat=True),
    ],
    "Dropout": [
        Example(Dropout(rate=0.4), (6,)),
        Example(Dropout(rate=0.0), (3, 4, 2)),
        Example(Dropout(rate=0.9), (5, 4)),
    ],
    "SpatialDropout2D": [Example(SpatialDropout2D(rate=0.4), (4, 3, 8))],
    "GaussianNoise": [
        Example(GaussianNoise(stddev=0.3), (4, 3)),
        Example(GaussianNoise(stddev=0), (5,)),
    ],
    "BatchNormalization": [
        Example(BatchNormalization(), (4,)),
        Example(BatchNormalization(momentum=0.5, epsilon=1e-5), (3, 4, 2)),
        Example(BatchNormalization(center=False), (3, 4)),
        Example(BatchNormalization(scale=False), (4,)),
        Example(BatchNormalization(center=False, scale=False), (3,)),
    ],
    "LayerNormalization": [
        Example(LayerNormalization(), (6,)),
        Example(LayerNormalization(epsilon=1e-5), (3, 2, 5)),
        Example(LayerNormalization(center=False), (3, 4)),
        Example(LayerNormalization(scale=False), (4,)),
    ],
    "Embedding": [
        Example(Embedding(input_dim=7, output_dim=3), (6,), indices=7),
        Example(Embedding(input_dim=4, output_dim=2), (2, 3), indices=4),
    ],
    "Conv1D": [
        Example(Conv1D(filters=3, kernel_size=(3,), activation="tanh"), (7, 2)),
        Example(Conv1D(filters=2, kernel_size=(2,), padding="same", strides=(2,)), (5, 3)),
        Example(Conv1D(filters=2, kernel_size=(3,), padding="same", dilation_rate=(2,)), (6, 2)),
        Example(
            Conv1D(filters=2, kernel_size=(3,), padding="explicit", explicit_padding=(2, 1)), (6, 2)
        ),
    ],
    "Conv2D": [
        Example(Conv2D(filters=3, kernel_size=(3, 2), activation="tanh"), (5, 6, 2)),
        Example(
            Conv2D(filters=4, kernel_size=(5, 5), padding="same", activation="relu"), (4, 6, 3)
        ),
        Example(Conv2D(filters=2, kernel_size=(3, 3), padding="same", strides=(2, 3)), (6, 7, 2)),
        Example(Conv2D(filters=2, kernel_size=(2, 2), dilation_rate=(3, 2)), (6, 5, 2)),
        Example(Conv2D(filters=2, kernel_size=(2, 3), strides=(2, 1), use_bias=False), (6, 5, 1)),
        Example(Conv2D(filters=3, kernel_size=(2, 2), activation="gelu"), (3, 3, 2)),
        Example(
            Conv2D(
                filters=2,
                kernel_size=(3, 3),
                padding="explicit",
                explicit_padding=(0, 2, 3, 1),
                kernel_regularizer={"l1": 0.02, "l2": 0.01},
                bias_regularizer={"l2": 0.03},
                activity_regularizer={"l2": 0.03},
                bias_initializer="random_normal",
            ),
            (4, 3, 2),
        ),
    ],
    "MaxPooling1D": [
        Example(MaxPooling1D(), (5, 2)),
        Example(MaxPooling1D(pool_size=(3,), strides=(2,), padding="same"), (6, 2)),
    ],
    "MaxPooling2D": [
        Example(MaxPooling2D(), (4, 6, 2)),
        Example(MaxPooling2D(pool_size=(2, 3), strides=(1, 2), padding="same"), (5, 6, 2)),
        Example(MaxPooling2D(pool_size=(2, 2), strides=(3, 3)), (5, 6, 2)),
    ],
    "AveragePooling2D": [
        Example(AveragePooling2D(), (5, 4, 2)),
        Example(AveragePooling2D(pool_size=(3, 2), strides=(2, 1), padding="same"), (5, 4, 2)),
    ],
    "GlobalAveragePooling2D": [Example(GlobalAveragePooling2D(), (3, 4, 2))],
    "SimpleRNN": [
        Example(SimpleRNN(units=3, bias_initializer="random_normal"), (4, 2)),
        Example(SimpleRNN(units=3, activation="relu", return_sequences=True), (4, 3)),
        Example(SimpleRNN(units=2, use_bias=False, return_sequences=True), (2, 3)),
    ],
    "LSTM": [
        Example(LSTM(units=3, bias_initializer="random_normal"), (4, 2)),
        Example(LSTM(units=2, return_sequences=True, unit_forget_bias=False), (4, 3)),
        Example(LSTM(units=3, use_bias=False, activation="elu"), (5, 1)),
        Example(LSTM(units=1, recurrent_activation="leaky_relu"), (3, 2)),
    ],
    "GRU": [
        Example(GRU(units=3, bias_initializer="random_normal"), (4, 2)),
        Example(GRU(units=2, return_sequences=True), (4, 3)),
        Example(GRU(units=3, use_bias=False, activation="elu"), (5, 1)),
        Example(GRU(units=1, recurrent_activation="leaky_relu"), (3, 2)),
    ],
    "Flatten": [Example(Flatten(), (4, 3, 2)), Example(Flatten(), (5,))],
    "Reshape": [
        Example(Reshape(target_shape=(2, 6)), (3, 4)),
        Example(Reshape(target_shape=(3, -1, 2)), (24,)),
    ],
    "Add": [
        Example(Add(), (4, 3), inputs=("input", "bent"), before=BENT),
        Example(Add(), (5,), inputs=("input", "bent", "input"), before=BENT),
    ],
    "Concatenate": [
        Example(Concatenate(), (4, 3), inputs=("input", "bent"), before=BENT),
        Example(Concatenate(axis=1), (4, 3), inputs=("bent", "input", "input"), before=BENT),
    ],
}
