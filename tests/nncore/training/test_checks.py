"""Whether data suit a run: what is said without a run is what the run says."""

import numpy as np
import pytest

from nncore.data import Dataset
from nncore.data.augment import Augment
from nncore.errors import SpecError
from nncore.layers import Dense
from nncore.spec import NetworkSpec
from nncore.training.checks import check_with_data, metrics_with
from nncore.training.config import RunConfig
from nncore.training.loop import Run
from nncore.training.policies import MONITORS, EarlyStopping


def table(classes: tuple[str, ...]) -> Dataset:
    rng = np.random.default_rng(0)
    x = rng.random((10, 4), np.float32)
    y = np.arange(10) % 2 if classes else rng.random((10, 1)).astype(np.float32)
    return Dataset("made", x, y, x[:4], y[:4], classes, "made here")


def config(classes: tuple[str, ...] = (), **settings: object) -> RunConfig:
    head = Dense(units=2, activation="softmax") if classes else Dense(units=1)
    loss = "categorical_crossentropy" if classes else "mse"
    return RunConfig(spec=NetworkSpec.chain((4,), [head]), loss=loss, epochs=1, **settings)


@pytest.mark.parametrize("classes", [(), ("a", "b")])
@pytest.mark.parametrize("split", [0.0, 0.01, 0.5])
def test_metrics_to_watch_are_those_of_the_run(classes: tuple[str, ...], split: float) -> None:
    run = Run(config(classes, validation_split=split), table(classes))
    for _ in run.events():
        pass
    assert set(metrics_with(run.config, table(classes))) == set(MONITORS) & set(run.history)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"policies": (EarlyStopping(),)}, "set validation_split"),
        ({"policies": (EarlyStopping(monitor="accuracy"),)}, "watches accuracy"),
        ({"augment": Augment(shift=1).to_json()}, "needs pictures"),
        ({"spec": NetworkSpec.chain((5,), [Dense(units=1)])}, "reads 5"),
    ],
)
def test_what_a_run_refuses_is_refused_without_one(settings: dict, reason: str) -> None:
    data = table(())
    check_with_data(config(), data)
    wrong = config().replace(**settings)
    with pytest.raises(SpecError, match=reason) as found:
        check_with_data(wrong, data)
    with pytest.raises(SpecError, match=reason) as of_run:
        Run(wrong, data)
    assert str(found.value) == str(of_run.value)
