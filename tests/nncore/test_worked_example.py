"""The numbers printed in M. Mazur, "A Step by Step Backpropagation Example"."""

from itertools import islice

import numpy as np
import pytest

import nncore
from nncore.training.events import BatchEnded
from nncore.training.loop import Run

KERNELS = {
    "dense_1/kernel": [[0.149780716, 0.24975114], [0.19956143, 0.29950229]],  # w1 w3; w2 w4
    "dense_2/kernel": [[0.35891648, 0.511301270], [0.408666186, 0.561370121]],  # w5 w7; w6 w8
}
BIASES = {"dense_1/bias": 0.35, "dense_2/bias": 0.6}


def fresh_run() -> Run:
    return Run(nncore.load_recipe("worked-example"), nncore.data.load("worked-example"))


def test_forward_pass_is_the_published_one() -> None:
    run = fresh_run()
    workspace = run.network.workspace()
    outputs = run.network.forward(run.data.x_train, workspace)
    np.testing.assert_allclose(workspace.outputs[0], [[0.593269992, 0.596884378]], atol=1e-9)
    np.testing.assert_allclose(outputs, [[0.75136507, 0.772928465]], atol=1e-8)


def test_first_step_gives_the_published_loss_and_weights() -> None:
    run = fresh_run()
    step = next(event for event in run.events() if isinstance(event, BatchEnded))
    assert step.loss == pytest.approx(0.298371109, abs=1e-8)
    for name, values in KERNELS.items():
        np.testing.assert_allclose(run.network.params[name], values, rtol=0, atol=1e-8)
    for name, value in BIASES.items():
        np.testing.assert_array_equal(run.network.params[name], [value, value])


def test_ten_thousand_steps_give_the_published_outputs() -> None:
    run = fresh_run()
    steps = (event for event in run.events() if isinstance(event, BatchEnded))
    assert sum(1 for _ in islice(steps, 10_000)) == run.step == 10_000
    (outputs,) = run.network.predict(run.data.x_test)
    # The text's outputs, and those of exact arithmetic with fixed biases.
    np.testing.assert_allclose(outputs, [0.015912196, 0.984065734], rtol=0, atol=2e-6)
    np.testing.assert_allclose(outputs, [0.01591362, 0.98406427], rtol=0, atol=1e-8)
    for name, value in BIASES.items():
        np.testing.assert_array_equal(run.network.params[name], [value, value])
