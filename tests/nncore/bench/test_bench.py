import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.bench import command, measure, peers
from nncore.bench.measure import SPRINT, Setup, measure_row, measure_sprint, write_pictures
from nncore.bench.processes import Answering, BenchError, our_side
from nncore.bench.processes import peers as start_peers
from nncore.bench.rows import Row, rows
from nncore.bench.worker import Worker, first_samples, pictures
from nncore.cli import main

PEER = """
import json, sys
print(json.dumps({"version": "1"}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    batch = request["open"]["batch_size"] if "open" in request else 0
    print(json.dumps({"refused": "small"} if batch == 10 else {"seconds": 8.0}), flush=True)
"""
ASKED = {"data_dir": None, "threads": None, "kernels": "numpy"}
NO_FILES = {"x": "none", "labels": "none"}


def few(name: str) -> Row:
    return Row(name, rows()[name].config, 400)


def measured(name: str, tmp_path: Path) -> dict[str, Any]:
    with Answering([sys.executable, "-c", PEER], "peer") as peer:
        assert peer.read() == {"version": "1"}
        return measure_row(few(name), Setup(str(tmp_path), 1, 1, NO_FILES), {"torch": peer})


def test_a_row_says_its_speed_and_how_it_compares(tmp_path: Path) -> None:
    result = measured("dense-128-batch-128", tmp_path)
    assert result["name"] == "dense-128-batch-128"
    assert result["torch_samples_per_second"] == 400 / 8
    assert result["ratio_torch"] == pytest.approx(result["samples_per_second"] / 50, rel=0.02)
    assert result["ratio_sklearn"] is None
    flops = 2 * (3 * (784 * 128 + 128 * 128 + 1280) - 784 * 128)
    gflops = result["samples_per_second"] * flops / 1e9
    assert result["gflops"] == pytest.approx(gflops, abs=0.06)
    assert result["share_of_peak"] == pytest.approx(gflops / result["peak_gflops"], abs=1e-3)
    assert result["threads"] == 1
    assert result["kernels"].partition(" ")[0] in ("numpy", "fast")


def test_a_row_without_mnist_says_that_its_pictures_are_random(tmp_path: Path) -> None:
    assert measured("nielsen-batch-10", tmp_path)["data"] == "random"


def test_a_peer_that_has_another_network_is_left_out(tmp_path: Path) -> None:
    assert measured("nielsen-batch-10", tmp_path)["ratio_torch"] is None


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells")
def test_the_peak_of_memory_holds_the_data(tmp_path: Path) -> None:
    pixels = 70_000 * 784 * 4 / 1e6
    assert pixels < measured("nielsen-batch-10", tmp_path)["peak_memory_mb"] < 3 * pixels


def test_an_epoch_is_every_sample_once(tmp_path: Path) -> None:
    worker = Worker()
    worker.open("nielsen-batch-10", 405, **ASKED | {"data_dir": str(tmp_path)})
    assert worker.epoch()["seconds"] > 0
    assert next(worker._events).step == 41 + 1  # type: ignore[union-attr]


def test_peers_read_the_pictures_that_we_train_on(tmp_path: Path) -> None:
    files = write_pictures(str(tmp_path), None)
    x, labels = peers.arrays({**files, "samples": 50, "input_shape": [28, 28, 1]})
    ours = first_samples(pictures(None), 50)
    assert x.dtype == np.float32
    np.testing.assert_allclose(x, ours.x_train, atol=0.5 / 255)
    np.testing.assert_array_equal(labels, ours.y_train)


def test_a_process_that_dies_is_an_error_with_its_last_words() -> None:
    command = [sys.executable, "-c", "raise SystemExit('no memory')"]
    with (
        Answering(command, "torch") as peer,
        pytest.raises(BenchError, match="torch ended: no memory"),
    ):
        peer.read()


def test_our_own_process_takes_requests() -> None:
    with our_side() as ours, pytest.raises(BenchError, match="KeyError: 'no-such-row'"):
        ours.ask({"do": "open", "row": "no-such-row", "samples": 1, **ASKED})


def test_peers_that_are_not_there_are_none(tmp_path: Path) -> None:
    without = tmp_path / "python"
    without.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S -E "$@"\n', "utf-8")
    without.chmod(0o755)
    with start_peers(str(without)) as found:
        assert found == {}
    with pytest.raises(BenchError, match="cannot be run"), start_peers(str(tmp_path / "none")):
        pass


def test_torch_and_sklearn_train_the_rows_where_they_are(tmp_path: Path) -> None:
    present = []
    for name, module in (("torch", "torch"), ("sklearn", "sklearn")):
        try:
            __import__(module)
        except ImportError:
            continue
        present.append(name)
    if not present:
        pytest.skip("neither torch nor sklearn is installed")
    files = write_pictures(str(tmp_path), None)
    setup = Setup(str(tmp_path), 1, 1, files)
    with start_peers(sys.executable) as found:
        assert list(found) == present
        for name in rows():
            result = measure_row(few(name), setup, found)
            if "torch" in present:
                assert result["ratio_torch"] > 0


def test_an_unknown_row_is_refused_with_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--only", "resnet"]) == 2
    assert capsys.readouterr().err.startswith(
        "error: the bench has no row 'resnet'; there are nielsen-batch-10, "
    )
    assert main(["bench", "--rounds", "0"]) == 2


def test_json_has_one_object_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "nielsen-batch-10"
    monkeypatch.setattr(command, "rows", lambda: {name: few(name)})
    assert main(["bench", "--only", name, "--rounds", "1", "--json", "--data-dir", "none"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert {"name", "samples_per_second", "ratio_torch", "ratio_sklearn"} <= json.loads(line).keys()
    assert main(["bench", "--only", name, "--rounds", "1", "--data-dir", "none"]) == 0
    title, row = capsys.readouterr().out.splitlines()
    assert "samples/s" in title
    assert row.startswith(name)
    assert row.endswith("(random pictures)")


def test_the_sprint_says_why_it_cannot_run_without_mnist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = measure_sprint(Setup(str(tmp_path), 1, 1, NO_FILES))
    assert result["seconds"] is None
    assert not result["reached"]
    assert "MNIST" in result["error"]
    assert main(["bench", "--only", SPRINT, "--rounds", "1", "--data-dir", str(tmp_path)]) == 0
    assert "MNIST" in capsys.readouterr().out


def test_the_sprint_reports_what_the_command_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {"test_accuracy": 0.9851}
    program = [sys.executable, "-c", f"print({json.dumps(said)!r})"]
    monkeypatch.setattr(measure, "_sprint_command", lambda _: program)
    result = measure_sprint(Setup(None, None, 1, NO_FILES))
    assert result["test_accuracy"] == 0.9851
    assert result["reached"]
    assert 0 < result["seconds"] < 30
