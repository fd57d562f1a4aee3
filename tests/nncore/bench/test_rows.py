import pytest

from nncore.bench.rows import rows, training_flops
from nncore.layers import Dense, Flatten
from nncore.spec import NetworkSpec


def test_every_row_can_be_built() -> None:
    for row in rows().values():
        assert row.config.spec.checked().output_shape == (10,)
        assert row.config.data == "mnist"


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("nielsen-batch-10", 23_860),
        ("dense-128-batch-32", 118_282),
        ("dense-512-batch-128", 535_818),
        ("tf-cnn-batch-50", 3_274_634),
        ("lenet-5-batch-32", 61_706),
        ("lstm-batch-128", 81_674),
    ],
)
def test_rows_are_the_networks_they_are_called(name: str, parameters: int) -> None:
    assert rows()[name].config.spec.checked().param_count == parameters


def test_flops_leave_out_the_gradient_of_the_first_layers_input() -> None:
    layers = [Flatten(), Dense(units=30), Dense(units=10)]
    inference = NetworkSpec.chain((28, 28, 1), layers).checked()
    forward, weights, inputs = 784 * 30 + 30 * 10, 784 * 30 + 30 * 10, 30 * 10
    assert training_flops(inference) == 2 * (forward + weights + inputs)
