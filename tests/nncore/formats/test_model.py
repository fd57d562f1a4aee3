import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nncore
from nncore.errors import FormatError
from nncore.formats.model import READERS, WRITERS, load_model, save_model
from nncore.formats.npz import write_npz
from nncore.formats.safetensors_file import write_safetensors
from nncore.formats.vitrine import Bundle, write_bundle
from nncore.layers import Dense, Dropout, Flatten
from nncore.network import Network
from nncore.spec import NetworkSpec

SUFFIXES = list(WRITERS)
every = pytest.mark.parametrize("suffix", SUFFIXES)


def make(dtype: str = "float32", seed: int = 1) -> Network:
    layers = [
        Flatten(),
        Dense(units=5, activation="relu", kernel_regularizer={"l2": 0.01}),
        Dropout(rate=0.2),
        Dense(units=5, activation="gelu", use_bias=False),
        Dense(units=3, activation="softmax"),
    ]
    return Network.from_spec(NetworkSpec.chain((2, 3), layers), seed, dtype)


def description(network: Network, **changes: Any) -> str:
    return json.dumps({"dtype": "float32", "spec": network.spec.to_json(), **changes})


Writer = Callable[[Path, dict[str, np.ndarray], str], None]


def _npz(path: Path, arrays: dict[str, np.ndarray], text: str) -> None:
    write_npz(path, arrays, text)


def _safetensors(path: Path, arrays: dict[str, np.ndarray], text: str) -> None:
    write_safetensors(path, arrays, {"vitrine": text} if text else {})


RAW: dict[str, Writer] = {".npz": _npz, ".safetensors": _safetensors}
raw = pytest.mark.parametrize("suffix", RAW)


def test_every_ending_can_be_written_and_read() -> None:
    assert set(WRITERS) == set(READERS) == {".vitrine", ".npz", ".safetensors"}


@every
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_network_comes_back_bit_for_bit(suffix: str, dtype: str, tmp_path: Path) -> None:
    network = make(dtype)
    path = tmp_path / f"model{suffix}"
    nncore.save_model(path, network)
    back = nncore.load_model(path)
    assert back.spec == network.spec
    assert back.dtype == network.dtype
    np.testing.assert_array_equal(back.flat, network.flat)
    assert list(back.params) == list(network.params)
    x = np.random.default_rng(0).normal(size=(7, 2, 3))
    np.testing.assert_array_equal(back.predict(x), network.predict(x))
    back.flat += 1  # what was read can be trained on


@every
def test_values_that_are_no_numbers_come_back(suffix: str, tmp_path: Path) -> None:
    network = make()
    network.params["dense_1/bias"][...] = [np.nan, np.inf, -np.inf, -0.0, 1e-45]
    path = tmp_path / f"model{suffix}"
    save_model(path, network)
    np.testing.assert_array_equal(load_model(path).flat.view(np.uint32), network.flat.view("u4"))


@every
def test_same_network_gives_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        save_model(tmp_path / f"{name}{suffix}", make())
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@every
def test_saving_replaces_the_old_file_and_leaves_no_other(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"model{suffix}"
    save_model(path, make(seed=1))
    save_model(path, make(seed=2))
    np.testing.assert_array_equal(load_model(path).flat, make(seed=2).flat)
    assert list(tmp_path.iterdir()) == [path]


@every
def test_a_network_without_parameters_can_be_saved(suffix: str, tmp_path: Path) -> None:
    network = Network.from_spec(NetworkSpec.chain((2, 3), [Flatten()]))
    path = tmp_path / f"model{suffix}"
    save_model(path, network)
    assert load_model(path).spec == network.spec


@every
def test_ending_may_be_in_capitals(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"MODEL{suffix.upper()}"
    save_model(str(path), make())
    np.testing.assert_array_equal(load_model(str(path)).flat, make().flat)


@pytest.mark.parametrize("name", ["model.h5", "model", ".npz", "model.npz.gz", "model.pkl"])
def test_unknown_ending_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    for act in (lambda: save_model(path, make()), lambda: load_model(path)):
        with pytest.raises(
            FormatError, match=r"must be one of \.vitrine, \.npz, \.safetensors"
        ) as e:
            act()
        assert str(path) in str(e.value)
    assert not path.exists()


@every
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a model", b"\0" * 200])
def test_damaged_file_is_refused_by_name(suffix: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"model{suffix}"
    path.write_bytes(content)
    with pytest.raises(FormatError) as caught:
        load_model(path)
    assert str(path) in str(caught.value)


@every
def test_missing_file_is_refused_by_name(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"model{suffix}"
    with pytest.raises(FormatError, match="there is no such file") as caught:
        load_model(path)
    assert str(path) in str(caught.value)


@every
def test_cut_off_file_is_refused_at_any_length(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"model{suffix}"
    save_model(path, make())
    whole = path.read_bytes()
    for length in range(1, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(FormatError):
            load_model(path)


@every
def test_file_of_another_ending_is_refused(suffix: str, tmp_path: Path) -> None:
    for other in SUFFIXES:
        if other == suffix:
            continue
        save_model(tmp_path / f"model{other}", make())
        path = (tmp_path / f"model{other}").rename(tmp_path / f"wrong{suffix}")
        with pytest.raises(FormatError) as caught:
            load_model(path)
        assert str(path) in str(caught.value)


@raw
def test_foreign_file_is_refused_with_the_reason(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"foreign{suffix}"
    RAW[suffix](path, {"weight": np.ones((2, 2), np.float32)}, "")
    with pytest.raises(FormatError, match="no description of a network") as caught:
        load_model(path)
    assert str(path) in str(caught.value)


def test_npz_of_numpy_is_foreign(tmp_path: Path) -> None:
    path = tmp_path / "foreign.npz"
    np.savez(path, weight=np.ones(3))
    with pytest.raises(FormatError, match="no description of a network"):
        load_model(path)


def test_npz_with_objects_is_never_unpickled(tmp_path: Path) -> None:
    path = tmp_path / "evil.npz"
    np.savez(path, weight=np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(FormatError, match="Python objects"):
        load_model(path)


Change = Callable[[dict[str, np.ndarray]], object]
ARRAYS: dict[str, tuple[Change, str]] = {
    "missing": (lambda a: a.pop("dense_1/bias"), "lacks dense_1/bias"),
    "all missing": (lambda a: a.clear() or a.update(x=np.ones(1)), "lacks dense_1/bias, dense_1/k"),
    "extra": (
        lambda a: a.update({"dense_9/kernel": np.ones(3, np.float32)}),
        "has dense_9/kernel that no layer knows",
    ),
    "renamed": (
        lambda a: a.update({"dense_1/b": a.pop("dense_1/bias")}),
        "lacks dense_1/bias and has dense_1/b that no layer knows",
    ),
    "swapped": (
        lambda a: a.update(
            {"dense_1/kernel": a["dense_2/kernel"], "dense_2/kernel": a["dense_1/kernel"]}
        ),
        r"dense_1/kernel must be numbers of shape \(6, 5\), found float32 of shape \(5, 5\)",
    ),
    "transposed": (
        lambda a: a.update({"dense_1/kernel": a["dense_1/kernel"].T}),
        r"dense_1/kernel must be .* found float32 of shape \(5, 6\)",
    ),
    "one value for all": (
        lambda a: a.update({"dense_1/bias": np.ones((), np.float32)}),
        r"dense_1/bias must be numbers of shape \(5,\), found float32 of shape \(\)",
    ),
    "whole numbers": (
        lambda a: a.update({"dense_1/bias": np.ones(5, np.int64)}),
        r"dense_1/bias must be .* found int64",
    ),
}


@raw
@pytest.mark.parametrize("case", ARRAYS)
def test_arrays_that_are_not_the_networks_are_refused(
    suffix: str, case: str, tmp_path: Path
) -> None:
    network = make()
    arrays = dict(network.params)
    change, problem = ARRAYS[case]
    change(arrays)
    path = tmp_path / f"model{suffix}"
    RAW[suffix](path, arrays, description(network))
    with pytest.raises(FormatError, match=problem) as caught:
        load_model(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("case", ARRAYS)
def test_arrays_that_are_not_the_networks_are_refused_in_vitrine_files(
    case: str, tmp_path: Path
) -> None:
    network = make()
    change, problem = ARRAYS[case]
    change(network.params)
    path = tmp_path / "model.vitrine"
    write_bundle(path, Bundle(network))
    with pytest.raises(FormatError, match=problem) as caught:
        load_model(path)
    assert str(path) in str(caught.value)


DESCRIPTIONS: dict[str, tuple[Any, str]] = {
    "text": ("hello", "not valid JSON"),
    "list": ("[]", "must be a JSON object"),
    "nothing": ("{}", "dtype must be float32 or float64, found None"),
    "no spec": ({"spec": None}, "a spec must be a JSON object"),
    "unknown precision": ({"dtype": "float16"}, "dtype must be .* found 'float16'"),
    "precision is a list": ({"dtype": ["float32"]}, "dtype must be"),
    "another format": ({"spec": {"format": "other"}}, "expected format 'vitrine-network'"),
    "unknown version": (
        {"spec": {"format": "vitrine-network", "version": 99, "input_shape": [2]}},
        "reads version 1 of a spec, received 99",
    ),
    "unknown layer": (
        {"spec": {"input_shape": [6], "layers": [{"type": "Magic"}]}},
        "unknown layer 'Magic'",
    ),
    "layer that cannot stand": (
        {"spec": {"input_shape": [2, 3, 1], "layers": [{"type": "Dense", "units": 2}]}},
        "dense_1: Dense needs a vector",
    ),
}


@raw
@pytest.mark.parametrize("case", DESCRIPTIONS)
def test_bad_description_is_refused(suffix: str, case: str, tmp_path: Path) -> None:
    network = make()
    change, problem = DESCRIPTIONS[case]
    text = change if isinstance(change, str) else description(network, **change)
    path = tmp_path / f"model{suffix}"
    RAW[suffix](path, dict(network.params), text)
    with pytest.raises(FormatError, match=problem) as caught:
        load_model(path)
    assert str(caught.value).count(str(path)) == 1


@raw
def test_description_of_a_giant_allocates_nothing(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    giant = {"input_shape": [40_000], "layers": [{"type": "Dense", "units": 40_000}]}
    path = tmp_path / f"model{suffix}"
    RAW[suffix](path, {"dense_1/kernel": np.ones(1, np.float32)}, description(make(), spec=giant))
    monkeypatch.setattr(Network, "__init__", lambda *args: pytest.fail("was allocated"))
    with pytest.raises(FormatError, match="lacks dense_1/bias"):
        load_model(path)
