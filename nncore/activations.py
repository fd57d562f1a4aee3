"""Activation functions, each with its derivative expressed by what forward left behind.

`forward(z, out)` may overwrite z (``out is z``) unless `needs_z`; `backward` gives
``dz = dy * f'(z)``. An output may be any shape; softmax works along the last axis.
"""

import math
from collections.abc import Callable
from typing import ClassVar

import numpy as np

Buffers = Callable[..., np.ndarray]
"""``buffer(key, shape, dtype=None)`` of a workspace."""


class Activation:
    """A function applied to weighted sums.

    Attributes:
        name: Keras's name.
        formula: For people.
        needs_z: The derivative needs z itself, not only y.
        limit: No value is larger in magnitude.
    """

    name: ClassVar[str]
    formula: ClassVar[str]
    needs_z: ClassVar[bool] = False
    limit: ClassVar[float] = math.inf

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """Write f(z) to `out`."""
        raise NotImplementedError

    def backward(
        self, dy: np.ndarray, z: np.ndarray, y: np.ndarray, out: np.ndarray, buffer: Buffers
    ) -> None:
        """Write ``dy * f'(z)`` to `out`."""
        raise NotImplementedError

    def __call__(self, z: np.ndarray) -> np.ndarray:
        """f(z) in a new array."""
        out = np.empty_like(z)
        with np.errstate(over="ignore"):
            self.forward(np.array(z), out)
        return out


class Linear(Activation):
    """y = z; dy/dz = 1."""

    name = "linear"
    formula = "z"

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        if out is not z:
            np.copyto(out, z)

    def backward(
        self, dy: np.ndarray, z: np.ndarray, y: np.ndarray, out: np.ndarray, buffer: Buffers
    ) -> None:
        np.copyto(out, dy)


class Step(Activation):
    """y = 1 where z > 0, else 0: the perceptron of Rosenblatt, 1958.

    Its derivative is 0 everywhere, so backpropagation cannot train through it.
    """

    name = "step"
    formula = "1 if z > 0 else 0"
    limit = 1.0

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.copyto(out, z > 0)

    def backward(
        self, dy: np.ndarray, z: np.ndarray, y: np.ndarray, out: np.ndarray, buffer: Buffers
    ) -> None:
        out.fill(0)


class Sigmoid(Activation):
    """y = 1 / (1 + e^-z); dy/dz = y (1 - y). The units of Rumelhart et al. 1986."""

    name = "sigmoid"
    formula = "1 / (1 + e⁻ᶻ)"
    limit = 1.0

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.negative(z, out=out)
        np.exp(out, out=out)  # inf for z < -88 in float32: 1 / inf = 0 is right
        np.add(out, 1, out=out)
        np.reciprocal(out, out=out)

    def backward(
        self, dy: np.ndarray, z: np.ndarray, y: np.ndarray, out: np.ndarray, buffer: Buffers
    ) -> None:
        np.subtract(1, y, out=out)
        np.multiply(out, y, out=out)
        np.multiply(out, dy, out=out)


class Tanh(Activation):
    """y = tanh z; dy/dz = 1 - y². Why not the sigmoid: LeCun et al., "Efficient BackProp", 1998."""

    name = "tanh"
    formula = "tanh z"
    limit = 1.0

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.tanh(z, out=out)

    def backward(
        self, dy: np.ndarray, z: np.ndarray, y: np.ndarray, out: np.ndarray, buffer: Buffers
    ) -> None:
        np.multiply(y, y, out=out)
        np.subtract(1, out, out=out)
        np.multiply(out, dy, out=out)


class Relu(Activation):
    """y = max(z, 0); dy/dz = 1 where z > 0, else 0 (Nair and Hinton 2010)."""

    name = "relu"
    formula = "max(z, 0)"

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.maximum(z, 0, out=out)

    def backward(
        self, dy: np.ndarray, z: np.ndarray, y: np.ndarray, out: np.ndarray, buffer: Buffers
    ) -> None:
        positive = buffer("positive", y.shape, np.bool_)
        np.greater(y, 0, out=positive)
        np.multiply(dy, positive, out=out)


class LeakyRelu(Activation):
    """y = z where z > 0, else 0.2 z, Keras's default slope; dy/dz = 1 or 0.2 (Maas et al. 2013)."""

    name = "leaky_relu"
    formula = "z if z > 0 else 0.2 z"
    slope: ClassVar[float] = 0.2

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.maximum(z, z * z.dtype.type(self.slope), out=out)

    def backward(
        self, dy: np.ndarray, z: np.ndarray, y: np.ndarray, out: np.ndarray, buffer: Buffers
    ) -> None:
        np.copyto(out, dy)
        np.multiply(out, out.dtype.type(self.slope), out=out, where=y <= 0)


class Elu(Activation):
    """y = z where z > 0, else e^z - 1; dy/dz = y + 1 below 0 (Clevert et al. 2015)."""

    name = "elu"
    formula = "z if z > 0 else eᶻ − 1"

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.maximum(np.expm1(np.minimum(z, 0)), z, out=out)

    def backward(
        self, dy: np.ndarray, z: np.ndarray, y: np.ndarray, out: np.ndarray, buffer: Buffers
    ) -> None:
        np.minimum(y, 0, out=out)
        np.add(out, 1, out=out)
        np.multiply(out, dy, out=out)


class Gelu(Activation):
    """y = z Φ(z) with Φ the normal distribution (Hendrycks and Gimpel 2016).

    dy/dz = Φ(z) + z φ(z). Exact, as Keras's default, not the tanh approximation.
    """

    name = "gelu"
    formula = "z · Φ(z)"
    needs_z = True

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.multiply(z, normal_cdf(z), out=out)

    def backward(
        self, dy: np.ndarray, z: np.ndarray, y: np.ndarray, out: np.ndarray, buffer: Buffers
    ) -> None:
        density = np.exp(-0.5 * z * z) * z.dtype.type(1 / np.sqrt(2 * np.pi))
        np.multiply(dy, normal_cdf(z) + z * density, out=out)


class Softmax(Activation):
    """y_i = e^z_i / Σ e^z_j; the largest z is subtracted first, so that nothing overflows.

    dz = y (dy - Σ dy_j y_j). Source: Bridle 1990.
    """

    name = "softmax"
    formula = "eᶻⁱ / Σ eᶻʲ"
    limit = 1.0

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.subtract(z, np.maximum.reduce(z, axis=-1, keepdims=True), out=out)
        np.exp(out, out=out)
        np.divide(out, np.add.reduce(out, axis=-1, keepdims=True), out=out)

    def backward(
        self, dy: np.ndarray, z: np.ndarray, y: np.ndarray, out: np.ndarray, buffer: Buffers
    ) -> None:
        np.multiply(dy, y, out=out)
        np.subtract(dy, np.add.reduce(out, axis=-1, keepdims=True), out=out)
        np.multiply(out, y, out=out)


# ln(erfc(x) e^(x²) / t) with t = 2 / (2 + x), as a Chebyshev series in 2t - 1:
# the form of Numerical Recipes, 3rd ed., 6.2.2, fitted anew to 60 digits.
_ERFC = (
    -0.65132685989085472, 0.64196979235649026, 0.019476473204185836, -0.0095615147868086315,
    -0.00094659534448203704, 0.00036683949785276162, 4.2523324806907599e-5,
    -2.0278578112534071e-5, -1.6242900046471965e-6, 1.3036558355806933e-6,
    1.5626441721896924e-8, -8.5238095914758327e-8, 6.5290544389317333e-9,
    5.0593434957173971e-9, -9.9136415665767901e-10, -2.2736512212991125e-10,
    9.6467910858347151e-11, 2.3940382432932027e-12, -6.8860276851086623e-12,
    8.9448808418916398e-13, 3.1309198487229926e-13, -1.1270807045583897e-13,
    3.8093935685942428e-16, 7.1062467091878624e-15, -1.5231751411988712e-15,
    -9.4430243367217466e-17, 1.2088133428997122e-16, -2.8026642988785532e-17,
)  # fmt: skip


def normal_cdf(z: np.ndarray) -> np.ndarray:
    """Φ(z) = erfc(-z / √2) / 2, to rounding in float64 and float32."""
    x = np.abs(z, dtype=z.dtype) * z.dtype.type(np.sqrt(0.5))
    t = 2 / (2 + x)
    terms = 12 if z.dtype == np.float32 else len(_ERFC)
    series = np.polynomial.chebyshev.chebval(2 * t - 1, np.array(_ERFC[:terms], z.dtype))
    tail = t * np.exp(series - x * x) / 2
    return np.asarray(np.where(z < 0, tail, 1 - tail))


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Linear(),
        Step(),
        Sigmoid(),
        Tanh(),
        Relu(),
        LeakyRelu(),
        Elu(),
        Gelu(),
        Softmax(),
    )
}
