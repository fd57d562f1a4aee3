"""Ten steps of every optimizer held to arrays that PyTorch computed; see tests/references."""

import numpy as np
import pytest

from nncore.kernels import Kernels
from nncore.optimizers import OPTIMIZERS, Optimizer, OptimizerState
from tests.references.cases import Case, assert_close, load

CASES = load("optimizers")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_ten_steps_are_those_of_the_reference(case: Case, dtype: str, kernel_set: Kernels) -> None:
    optimizer = Optimizer.from_json(case.settings["optimizer"])
    w = np.array(case.arrays["w"], dtype)
    state = OptimizerState(w.size, w.dtype, kernel_set)
    gradients, factors, after = (case.arrays[key] for key in ("gradients", "factors", "after"))
    assert len(after) == 10
    for t, (gradient, factor) in enumerate(zip(gradients, factors, strict=True)):
        g = np.array(gradient, dtype)
        state.apply(optimizer, w, g, [(0, w.size)], float(factor))
        assert_close(w, after[t], dtype, f"weights after step {t + 1}")


def test_every_optimizer_has_a_reference() -> None:
    assert {case.settings["optimizer"]["type"] for case in CASES} == set(OPTIMIZERS)
