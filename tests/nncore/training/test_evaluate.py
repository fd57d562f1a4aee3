import math

import numpy as np
import pytest

import nncore
from nncore.data import Dataset
from nncore.errors import ShapeError, SpecError
from nncore.network import Network
from nncore.spec import NetworkSpec
from nncore.training import evaluate as module
from nncore.training.evaluate import Evaluation, evaluate, measure


def test_loss_accuracy_and_confusion_by_hand(data: Dataset, spec: NetworkSpec) -> None:
    network = Network.from_spec(spec, 1, "float64")
    result = evaluate(
        network, data.x_test, data.targets("test"), "categorical_crossentropy", classes=3
    )
    p = network.predict(data.x_test)
    nats = [-math.log(row[label]) for row, label in zip(p, data.y_test, strict=True)]
    assert result.loss == pytest.approx(sum(nats) / 12, rel=1e-6)
    assert result.accuracy == np.mean(p.argmax(axis=1) == data.y_test)
    assert result.confusion is not None
    assert result.confusion.sum() == result.samples == 12
    assert result.metrics("test") == {
        "test_loss": result.loss,
        "test_accuracy": result.accuracy,
    }
    assert nncore.evaluate is evaluate


def test_pieces_give_what_the_whole_gives(
    data: Dataset, spec: NetworkSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Network.from_spec(spec, 1, "float64")
    y = data.targets("test")
    whole = evaluate(network, data.x_test, y, "mse", classes=3)
    monkeypatch.setattr(module, "CHUNK", 5)
    result = Evaluation()
    assert list(measure(network, data.x_test, y, "mse", result, classes=3)) == [5, 10, 12]
    assert result.loss == pytest.approx(whole.loss, rel=1e-12)
    np.testing.assert_array_equal(np.array(result.confusion), np.array(whole.confusion))


def test_regression_has_no_accuracy(data: Dataset, spec: NetworkSpec) -> None:
    network = Network.from_spec(spec, 1)
    result = evaluate(network, data.x_test, data.targets("test"), "mse")
    assert result.accuracy is None
    assert set(result.metrics("val")) == {"val_loss"}


def test_wrong_targets_and_losses_are_refused(data: Dataset, spec: NetworkSpec) -> None:
    network = Network.from_spec(spec, 1)
    y = data.targets("test")
    for bad in (y[:1], y[:, :2], data.y_test):
        with pytest.raises(ShapeError, match="for each of 12 samples; the targets are"):
            evaluate(network, data.x_test, bad, "mse")
    with pytest.raises(SpecError, match=r"unknown loss 'msee'.*did you mean 'mse'"):
        evaluate(network, data.x_test, y, "msee")


def test_nothing_measured_is_zero() -> None:
    assert Evaluation().loss == 0
    assert Evaluation().accuracy is None
