"""What is wrong is named where it is; every mend that is offered works."""

import dataclasses

import numpy as np
import pytest

from app.models import layer_edits, wiring
from app.models.costs import bytes_text, count_text, layer_cost, network_cost
from app.models.mends import find_problem
from nncore.data import Dataset
from nncore.layers import LSTM, Add, Conv2D, Dense, Dropout, Flatten, MaxPooling2D, Reshape
from nncore.spec import INPUT, LayerSpec, NetworkSpec
from nncore.training.config import RunConfig

DIGITS = Dataset(
    "digits",
    np.zeros((20, 28, 28, 1), np.float32),
    np.arange(20) % 10,
    np.zeros((10, 28, 28, 1), np.float32),
    np.arange(10),
    tuple("0123456789"),
    "made here",
)


def chain(*layers, shape=(28, 28, 1)) -> RunConfig:
    return RunConfig(spec=NetworkSpec.chain(shape, layers))


def texts(problem) -> list[str]:
    return [mend.text.format(*mend.values) for mend in problem.mends]


def same(**settings) -> Conv2D:
    return Conv2D(**{"filters": 4, "kernel_size": 3, "padding": "same", **settings})


TWO = NetworkSpec(
    (8, 8, 3),
    (LayerSpec("a", same()), LayerSpec("b", same(filters=8)), LayerSpec("sum", Add(), ("b", "a"))),
)

BROKEN = {
    "dense on a picture": (chain(Dense(units=10)), "Insert Flatten here"),
    "convolution on a vector": (chain(Flatten(), same()), "Insert Reshape to 28 × 28 × 1 here"),
    "sequence from a picture": (chain(LSTM(units=8)), "Insert Reshape to 28 × 28 here"),
    "window too large": (chain(same(kernel_size=40, padding="valid")), "Set padding to same"),
    "pool too large": (chain(MaxPooling2D(pool_size=40)), "Set padding to same"),
    "target of another size": (chain(Reshape(target_shape=(5, 5))), "Set target shape to -1"),
    "one input to a sum": (chain(Flatten(), Add()), "Remove add_1"),
    "sum of unlike shapes": (RunConfig(spec=TWO), "Insert Conv2D behind a"),
    "layer that reads nothing": (
        layer_edits.add_loose(chain(Flatten(), Dense(units=10)), "Dropout")[0],
        "Read flatten_1",
    ),
    "cut link": (
        RunConfig(spec=wiring.disconnect(TWO, INPUT, "a")),
        "Read input",
    ),
    "flatten that is disabled": (
        layer_edits.enable(chain(Flatten(), Dense(units=10)), ["flatten_1"], False),
        "Enable flatten_1",
    ),
    "two inputs to a dense": (
        RunConfig(
            spec=wiring.connect(
                NetworkSpec.chain((8,), [Dense(units=8), Dense(units=8), Dense(units=2)]),
                "dense_1",
                "dense_3",
                also=True,
            )
        ),
        "Insert Add here",
    ),
    "name taken": (
        RunConfig(spec=NetworkSpec((4,), (LayerSpec("d", Dropout()), LayerSpec("d", Dropout())))),
        "Name it dropout_1",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_expected_mend_comes_first_and_every_mend_works(case):
    config, first = BROKEN[case]
    error = config.spec.infer().error
    assert error is not None
    problem = find_problem(config)
    assert problem is not None
    assert problem.layer == error.layer
    assert texts(problem)[0] == first
    for mend in problem.mends:
        after = mend.edit(config).spec.infer()
        assert after.error is None or after.error.layer != problem.layer


def test_sound_network_has_no_problem():
    assert find_problem(chain(Flatten(), Dense(units=10)), DIGITS) is None


def test_units_are_set_to_the_number_of_classes():
    config = chain(Flatten(), Dense(units=7, activation="softmax"))
    problem = find_problem(config, DIGITS)
    assert problem is not None
    assert problem.layer == "dense_1"
    assert "10 classes" in problem.reason
    assert texts(problem)[0] == "Set units to 10"
    assert find_problem(problem.mends[0].edit(config), DIGITS) is None


def test_layer_without_units_at_the_end_gets_one_appended():
    config = chain(Flatten())
    problem = find_problem(config, DIGITS)
    assert problem is not None
    assert texts(problem)[0] == "Append Dense 10"
    assert find_problem(problem.mends[0].edit(config), DIGITS) is None


def test_data_of_another_shape_show_at_the_input():
    config = chain(Dense(units=10), shape=(12,))
    problem = find_problem(config, DIGITS)
    assert problem is not None
    assert problem.layer == INPUT
    assert texts(problem) == ["Set the input to 28 × 28 × 1"]


def test_no_edit_has_been_made_by_asking():
    config, _ = BROKEN["dense on a picture"]
    before = dataclasses.replace(config)
    find_problem(config, DIGITS)
    assert config == before


def test_costs_of_a_layer_and_in_all():
    config = chain(Flatten(), Dense(units=64), Dense(units=10))
    inference = config.spec.infer()
    cost = layer_cost(inference.layers[1], "float32")
    assert cost.params == 784 * 64 + 64
    assert cost.param_bytes == 4 * cost.params
    assert cost.activation_bytes == 4 * 64
    assert cost.multiply_adds == 784 * 64
    total = network_cost(inference, "float64")
    assert total.params == cost.params + 650
    assert total.param_bytes == 8 * total.params
    assert total.activation_bytes == 8 * (784 + 64 + 10)
    assert total.multiply_adds == 784 * 64 + 640


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (200_960, "201 kB"), (1_250_000, "1.25 MB"),
     (999_999_999_999, "1 TB")],
)  # fmt: skip
def test_bytes_are_told_in_three_digits(count, text):
    assert bytes_text(count) == text


def test_counts_are_told_in_three_digits():
    assert [count_text(n) for n in (0, 950, 50_176, 1_300_000)] == ["0", "950", "50.2k", "1.3M"]
