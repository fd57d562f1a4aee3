"""Reference cases: settings and arrays, many in one small file, and how close is close.

A file holds three entries: `index`, the JSON text that names every case, its settings and
the shapes of its arrays; `f4` and `f8`, all values one after the other, in float32 where
that is exact. Nothing in it is executed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).resolve().parent
TOLERANCES = {np.dtype(np.float32): 1e-5, np.dtype(np.float64): 1e-10}


@dataclass(frozen=True)
class Case:
    """One reference.

    Attributes:
        name: Readable and unique in its file, ``Conv2D-same-strides``.
        settings: What was computed, as JSON.
        arrays: Inputs and results by name, in float64.
    """

    name: str
    settings: dict[str, Any]
    arrays: dict[str, np.ndarray]

    def group(self, prefix: str) -> dict[str, np.ndarray]:
        """The arrays called ``prefix/NAME``, by NAME."""
        start = prefix + "/"
        return {key[len(start) :]: a for key, a in self.arrays.items() if key.startswith(start)}


def save(family: str, made_with: str, cases: Sequence[Case]) -> None:
    """Write ``family.npz``."""
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), "two cases of one name"
    values: dict[str, list[np.ndarray]] = {"f4": [], "f8": []}
    index = []
    for case in cases:
        arrays = []
        for key, array in case.arrays.items():
            assert np.isfinite(array).all(), (case.name, key)
            kind = "f4" if np.array_equal(array, np.float32(array)) else "f8"
            values[kind].append(np.asarray(array, kind).reshape(-1))
            arrays.append([key, kind, list(np.shape(array))])
        index.append({"name": case.name, "settings": case.settings, "arrays": arrays})
    text = json.dumps({"made_with": made_with, "cases": index})
    flat = {kind: np.concatenate([np.empty(0, kind), *parts]) for kind, parts in values.items()}
    np.savez_compressed(FOLDER / f"{family}.npz", index=np.array(text), **flat)


@cache
def load(family: str) -> tuple[Case, ...]:
    """The cases of ``family.npz``; their arrays cannot be written to."""
    with np.load(FOLDER / f"{family}.npz", allow_pickle=False) as file:
        index = json.loads(file["index"].item())
        values = {kind: file[kind] for kind in ("f4", "f8")}
    places = dict.fromkeys(values, 0)
    cases = []
    for entry in index["cases"]:
        arrays = {}
        for key, kind, shape in entry["arrays"]:
            start = places[kind]
            places[kind] = stop = start + prod(shape)
            arrays[key] = values[kind][start:stop].reshape(shape).astype(np.float64)
            arrays[key].flags.writeable = False
        cases.append(Case(entry["name"], entry["settings"], arrays))
    return tuple(cases)


def assert_close(
    actual: np.ndarray | float,
    expected: np.ndarray,
    dtype: str,
    what: str,
    scale: float | None = None,
) -> None:
    """Every value is right to 1e-5 (float32) or 1e-10 (float64) of `scale`.

    Without one it is the largest of the expected values, or 1 where all of them are 0.
    """
    actual = np.asarray(actual)
    assert actual.shape == expected.shape, what
    assert np.isfinite(actual).all(), f"{what}: not finite"
    scale = scale or float(np.abs(expected).max()) or 1.0
    error = float(np.abs(actual.astype(np.float64) - expected).max()) / scale
    tolerance = TOLERANCES[np.dtype(dtype)]
    assert error <= tolerance, f"{what}: off by {error:.1e} of its scale, {tolerance:.0e} allowed"
