import numpy as np
import pytest

from nncore.data import Dataset
from nncore.errors import SpecError
from nncore.runs.outcome import Outcome, follow, single_param
from nncore.training.config import RunConfig
from nncore.training.evaluate import evaluate
from nncore.training.events import Evaluating
from nncore.training.loop import Run
from nncore.training.policies import EarlyStopping


def test_outcome_has_the_numbers_of_the_run(small: RunConfig, clouds: Dataset) -> None:
    run, outcome = Run(small.replace(validation_split=0.2), clouds), Outcome()
    for _ in follow(run, outcome):
        pass
    assert outcome.reason == "finished"
    assert outcome.seconds > 0
    result = evaluate(run.network, clouds.x_test, clouds.targets("test"), small.loss, classes=2)
    assert outcome.value("test_accuracy") == result.accuracy
    assert outcome.value("test_loss") == pytest.approx(result.loss)
    assert outcome.value("params") == 2 * 3 + 3 + 3 * 2 + 2
    assert outcome.value("val_loss") == outcome.history["val_loss"][-1]
    assert outcome.value("loss", "first") == outcome.history["loss"][0]
    assert outcome.value("loss", "best") == min(outcome.history["loss"])
    assert outcome.value("accuracy", "best") == max(outcome.history["accuracy"])


def test_test_data_are_seen_once_unless_every_epoch_counts(
    small: RunConfig, clouds: Dataset
) -> None:
    def looks(*wanted: tuple[str, str]) -> tuple[int, Outcome]:
        outcome = Outcome()
        events = list(follow(Run(small, clouds), outcome, wanted))
        tests = [e for e in events if isinstance(e, Evaluating) and e.split == "test"]
        return len(tests), outcome

    once, outcome = looks(("test_accuracy", "last"), ("loss", "best"))
    assert once == 1
    with pytest.raises(SpecError, match="has not measured test_loss at the best epoch"):
        outcome.value("test_loss", "best")
    often, outcome = looks(("test_loss", "best"))
    assert often == small.epochs + 1
    assert len(outcome.history["test_loss"]) == small.epochs
    assert outcome.value("test_loss", "best") == min(outcome.history["test_loss"])
    assert outcome.value("test_loss") == outcome.history["test_loss"][-1]


def test_last_is_what_the_run_leaves_behind(small: RunConfig, clouds: Dataset) -> None:
    stop = EarlyStopping(monitor="loss", patience=1, min_delta=1e9, restore_best=True)
    outcome = Outcome()
    run = Run(small.replace(policies=(stop,)), clouds)
    for _ in follow(run, outcome, [("test_loss", "best")]):
        pass
    assert outcome.reason.startswith("early stopping")
    assert outcome.value("test_loss") == outcome.history["test_loss"][0]
    assert outcome.value("test_loss") != outcome.history["test_loss"][-1]


def test_moving_average_is_measured_where_wanted(small: RunConfig, clouds: Dataset) -> None:
    outcome = Outcome()
    run = Run(small.replace(ema_decay=0.9), clouds)
    for _ in follow(run, outcome, [("ema_test_loss", "last")]):
        pass
    assert outcome.value("ema_test_loss") != outcome.value("test_loss")
    with pytest.raises(SpecError, match="keeps no average"):
        list(follow(Run(small, clouds), Outcome(), [("ema_test_loss", "last")]))


def test_parameter_that_is_one_number_is_its_value(small: RunConfig, clouds: Dataset) -> None:
    network = Run(small.replace(spec=small.spec.change("dense_1", units=1)), clouds).network
    network.params["dense_1/bias"][...] = 1.5
    assert single_param(network, "dense_1/bias") == 1.5
    for name in ("dense_2/bias", "dense_9/bias"):
        with pytest.raises(SpecError, match=f"{name} is no single number.*there are dense_1/bias"):
            single_param(network, name)


def test_diverged_run_is_known_as_such(small: RunConfig, clouds: Dataset) -> None:
    outcome = Outcome()
    wild = small.replace(loss="mse").with_setting("learning_rate", 1e38)
    wild = wild.replace(spec=wild.spec.change("dense_2", activation="linear"))
    for _ in follow(Run(wild, clouds), outcome):
        pass
    assert outcome.diverged
    assert not np.isfinite(outcome.value("test_loss"))
