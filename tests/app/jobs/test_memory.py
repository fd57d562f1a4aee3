import numpy as np

import app.jobs.memory as memory_module
from app.jobs.memory import WeightMemory
from nncore.layers import Dense
from nncore.network import Network
from nncore.spec import NetworkSpec


def network(seed: int, *units: int) -> Network:
    return Network.from_spec(NetworkSpec.chain((4,), [Dense(units=n) for n in units]), seed)


def test_memory_outlives_the_networks():
    memory = WeightMemory()
    first = network(0, 5, 3)
    memory.remember(first)
    memory.remember(network(1, 6, 3))
    again = network(9, 5, 3)
    assert memory.fill(again) == ("dense_1", "dense_2")
    np.testing.assert_array_equal(again.flat, first.flat)


def test_layer_counts_as_a_whole():
    memory = WeightMemory()
    memory.remember(network(0, 5))
    other = Network.from_spec(NetworkSpec.chain((4,), [Dense(units=5, use_bias=False)]), 1)
    before = other.flat.copy()
    assert memory.fill(other) == ()
    np.testing.assert_array_equal(other.flat, before)


def test_what_is_remembered_is_a_copy():
    memory = WeightMemory()
    first = network(0, 5)
    then = first.flat.copy()
    memory.remember(first)
    first.flat[...] = 7
    again = network(1, 5)
    memory.fill(again)
    np.testing.assert_array_equal(again.flat, then)
    again.flat[...] = 8
    once_more = network(2, 5)
    memory.fill(once_more)
    np.testing.assert_array_equal(once_more.flat, then)


def test_layers_that_are_no_numbers_are_forgotten():
    memory = WeightMemory()
    sick = network(0, 5, 3)
    memory.remember(sick)
    sick.params["dense_1/bias"][0] = np.nan
    memory.remember(sick)
    assert memory.fill(network(1, 5, 3)) == ("dense_2",)


def test_layers_gone_longest_are_forgotten_beyond_the_limit(monkeypatch):
    memory = WeightMemory()
    monkeypatch.setattr(memory_module, "LIMIT_BYTES", 3 * network(0, 10).flat.nbytes)
    for units in (10, 11, 12, 13, 14):
        memory.remember(network(units, units))
    assert memory.fill(network(0, 10)) == ()
    assert memory.fill(network(0, 13)) == ("dense_1",)
    assert memory.fill(network(0, 14)) == ("dense_1",)


def test_network_beyond_the_limit_is_remembered_whole(monkeypatch):
    memory = WeightMemory()
    monkeypatch.setattr(memory_module, "LIMIT_BYTES", 1)
    memory.remember(network(0, 5, 6, 7))
    assert memory.fill(network(1, 5, 6, 7)) == ("dense_1", "dense_2", "dense_3")
