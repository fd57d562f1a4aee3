"""Every recipe that ships can start; whether it reaches its result, `reproduce` tells."""

import math

import numpy as np
import pytest

from nncore.data import SOURCES, Dataset
from nncore.errors import SpecError
from nncore.gradcheck import check_gradients
from nncore.training.config import RunConfig, load_recipe, recipe_names
from nncore.training.events import BatchEnded
from nncore.training.loop import Run, initial_network
from nncore.training.samples import make_splits


def stand_in(config: RunConfig, samples: int) -> Dataset:
    """Random data of the shapes that the recipe's network reads and gives."""
    rng = np.random.default_rng(0)
    x = rng.random((samples, *config.spec.input_shape), np.float32)
    output_shape = config.spec.checked().output_shape
    if config.loss == "mse":
        y = rng.random((samples, *output_shape), np.float32)
        return Dataset("stand-in", x, y, x[:4], y[:4])
    classes = max(2, output_shape[0])
    labels = np.arange(samples) % classes
    names = tuple(map(str, range(classes)))
    return Dataset("stand-in", x, labels, x[:4], labels[:4], class_names=names)


TRAINED = [name for name in recipe_names() if load_recipe(name).train]


@pytest.mark.parametrize("name", recipe_names())
def test_recipe_says_what_it_is_and_what_it_is_held_to(name: str) -> None:
    config = load_recipe(name)
    assert config.description
    assert config.expect
    assert config.data in SOURCES
    assert set(config.data_options) <= set(SOURCES[config.data].options)
    assert config.source or all(item.published is None for item in config.expect)


@pytest.mark.parametrize("name", sorted(set(recipe_names()) - set(TRAINED)))
def test_recipe_to_be_looked_at_has_shapes_and_is_not_trained(name: str) -> None:
    config = load_recipe(name)
    assert config.spec.checked().param_count > 0
    with pytest.raises(SpecError, match="not trained here"):
        initial_network(config)


@pytest.mark.parametrize("name", TRAINED)
def test_recipe_builds_and_trains_two_batches(name: str) -> None:
    config = load_recipe(name)
    config = config.replace(batch_size=min(config.batch_size, 16))
    samples = math.ceil(2 * config.batch_size / (1 - config.validation_split)) + 1
    run = Run(config, stand_in(config, samples))
    before = run.network.flat.copy()
    events = (event for event in run.events() if isinstance(event, BatchEnded))
    losses = [next(events).loss, next(events).loss]
    assert np.isfinite(losses).all()
    assert run.step == 2
    assert not np.array_equal(run.network.flat, before)


@pytest.mark.parametrize("name", TRAINED)
def test_gradients_of_every_recipe_are_right(name: str) -> None:
    config = load_recipe(name).replace(dtype="float64")
    train = make_splits(stand_in(config, 4), config.spec, 0.0, np.float64).train
    network = initial_network(config)
    checks = check_gradients(network, train.x, train.y, config.loss, directions=1, training=True)
    for check in checks:
        assert check.error < 1e-5, str(check)
