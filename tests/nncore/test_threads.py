import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore import commands, threads
from nncore import workspace as workspaces
from nncore.cli import main
from nncore.errors import SpecError
from nncore.kernels import NUMPY, Kernels
from nncore.layers import Conv2D, Dense
from nncore.network import Network
from nncore.spec import NetworkSpec

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = threads.get_threads()
    yield
    threads.set_threads(before)


def blas_threads() -> set[int]:
    return {library.num_threads for library in threads._blas()}


def test_blas_follows_the_number_of_threads() -> None:
    for count in (1, 2):
        threads.set_threads(count)
        assert threads.get_threads() == count
        assert blas_threads() <= {count}


@pytest.mark.parametrize("wrong", [0, -1, 65, True, 1.5, "two"])
def test_a_number_that_is_none_is_refused(wrong: int) -> None:
    with pytest.raises(SpecError, match=r"threads must be a whole number from 1 to 64; received"):
        threads.set_threads(wrong)


def test_the_environment_decides_where_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(threads.VARIABLE, "1")
    threads.set_threads(None)
    assert threads.get_threads() == 1
    monkeypatch.setenv(threads.VARIABLE, "many")
    with pytest.raises(SpecError, match=r"VITRINE_THREADS must be a whole number.*'many'"):
        threads.set_threads(None)


def test_blas_is_single_while_held_and_whole_again_after() -> None:
    threads.set_threads(2)
    with threads.single_blas():
        with threads.single_blas():
            assert blas_threads() <= {1}
        assert blas_threads() <= {1}
    assert blas_threads() <= {2}


def test_blas_obeys_every_thread_that_asks_not_only_the_first() -> None:
    threads.set_threads(2)
    seen: list[set[int]] = []

    def ask() -> None:
        with threads.single_blas():
            seen.append(blas_threads())
        seen.append(blas_threads())

    for _ in range(2):
        other = threading.Thread(target=ask)
        other.start()
        other.join()
    ask()
    assert all(counts <= {1} for counts in seen[::2])
    assert all(counts <= {2} for counts in seen[1::2])


@pytest.mark.parametrize(("n", "parts"), [(1, 2), (2, 2), (50, 3), (7, 8)])
def test_stretches_cover_everything_once_and_evenly(n: int, parts: int) -> None:
    found = threads.stretches(n, parts)
    assert [i for start, stop in found for i in range(start, stop)] == list(range(n))
    sizes = [stop - start for start, stop in found]
    assert len(sizes) == min(n, parts)
    assert max(sizes) - min(sizes) <= 1


def test_every_stretch_of_a_batch_has_a_thread_of_its_own() -> None:
    threads.set_threads(3)
    together = threading.Barrier(3, timeout=30)
    done = np.zeros(10, np.int64)

    def work(start: int, stop: int) -> None:
        together.wait()  # passes only where all three are at work at once
        done[start:stop] += 1

    threads.over_batch(work, 10)
    assert (done == 1).all()


def test_an_error_of_any_stretch_reaches_the_caller() -> None:
    threads.set_threads(2)

    def fail(start: int, stop: int) -> None:
        if start:
            raise ZeroDivisionError("second")

    with pytest.raises(ZeroDivisionError, match="second"):
        threads.over_batch(fail, 4)
    assert blas_threads() <= {2}


def test_the_callers_errstate_holds_in_every_stretch() -> None:
    threads.set_threads(2)
    x = np.zeros(4)

    def divide(start: int, stop: int) -> None:
        np.divide(1, x[start:stop])

    with np.errstate(divide="raise"), pytest.raises(FloatingPointError):
        threads.over_batch(divide, 4)
    with np.errstate(divide="ignore"):
        threads.over_batch(divide, 4)


def test_the_command_line_sets_threads_before_a_command_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []
    monkeypatch.setattr(commands, "summary", lambda _: seen.append(threads.get_threads()) or 0)
    assert main(["summary", "first-digits", "--threads", "1"]) == 0
    assert main(["summary", "first-digits", "--threads", "2"]) == 0
    assert seen == [1, 2]


def test_the_command_line_refuses_no_threads_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["train", "first-digits", "--threads", "0"]) == 2
    expected = "error: threads must be a whole number from 1 to 64; received 0\n"
    assert capsys.readouterr().err == expected


@pytest.mark.parametrize("more", [True, False], ids=["large", "small"])
def test_blas_is_single_in_large_passes_of_layers_that_share_out(
    more: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads.set_threads(2)
    seen = []

    def watched(name: str) -> None:
        original = getattr(Kernels, name)

        def noted(*values: Any) -> None:
            seen.append(threads.blas_is_single())
            original(*values)

        monkeypatch.setattr(Kernels, name, noted)

    watched("convolve")
    watched("convolve_gradients")
    spec = NetworkSpec.chain((6, 6, 1), [Conv2D(filters=2, kernel_size=3)])
    network, x = Network.from_spec(spec), np.zeros((5, 6, 6, 1), np.float32)
    work = 5 * network.inference.multiply_adds
    monkeypatch.setattr(workspaces, "SHARED_OUT", work - 1 if more else work)
    own = network.workspace(kernels=NUMPY)
    network.backward(network.forward(x, own, training=True), own)
    assert seen == [more, more]
    assert not threads.blas_is_single()
    monkeypatch.setattr(workspaces, "SHARED_OUT", 0)
    dense = Network.from_spec(NetworkSpec.chain((6,), [Dense(units=2)]))
    with dense.workspace().threads(1000):
        assert not threads.blas_is_single(), "no layer shares out"


PROGRAM = """
import hashlib, sys
import numpy as np
import nncore
from nncore import threads
config = nncore.load_recipe("first-digits")
rng = np.random.default_rng(0)
pictures = rng.random((600, 28, 28, 1), "float32")
labels = rng.integers(0, 10, 600)
data = nncore.data.Dataset("noise", pictures, labels, pictures[:9], labels[:9],
                           tuple("0123456789"))
*_, ended = nncore.train(config.replace(epochs=2), data=data)
assert {library.num_threads for library in threads._blas()} <= {int(sys.argv[1])}
print(hashlib.sha256(ended.network.flat.tobytes()).hexdigest())
"""


def trained(count: int) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(count)],
        env={**os.environ, threads.VARIABLE: str(count)},
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("count", [1, 2])
def test_the_same_number_of_threads_gives_the_same_bits(count: int) -> None:
    assert trained(count) == trained(count)
