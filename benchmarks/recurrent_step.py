"""Speed of training recurrent layers: 28 rows of 28 values, as of MNIST digits.

    python benchmarks/recurrent_step.py [--units 128] [--batch 128] [--threads 2] [--torch]

Prints samples per second of whole training steps (forward, loss, backward, Adam), the
median of several stretches that alternate between the layers; with `--torch`, the same
in PyTorch, where it is installed.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

STRETCHES = 5


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=128)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=20, help="training steps in a stretch")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--torch", action="store_true")
    return parser.parse_args()


def numpy_step(kind: str, options: argparse.Namespace) -> Callable[[], None]:
    import numpy as np

    from nncore.layers import LAYERS, Dense
    from nncore.losses import LOSSES
    from nncore.network import Network
    from nncore.optimizers import Adam, OptimizerState
    from nncore.spec import NetworkSpec

    layers = [LAYERS[kind](units=options.units), Dense(units=10, activation="softmax")]
    network = Network.from_spec(NetworkSpec.chain((28, 28), layers))
    rng = np.random.default_rng(0)
    x = rng.random((options.batch, 28, 28), np.float32)
    y = np.eye(10, dtype=np.float32)[rng.integers(0, 10, options.batch)]
    workspace = network.workspace()
    state = OptimizerState(network.trainable_size, network.dtype)
    segments = [(0, network.trainable_size)]

    def step() -> None:
        network.step(x, y, LOSSES["categorical_crossentropy"], workspace)
        state.apply(Adam(), network.flat, workspace.flat_grads, segments)

    return step


def torch_step(kind: str, options: argparse.Namespace) -> Callable[[], None]:
    import torch

    torch.set_num_threads(options.threads)
    cell = {"SimpleRNN": torch.nn.RNN, "LSTM": torch.nn.LSTM, "GRU": torch.nn.GRU}[kind]
    recurrent = cell(28, options.units, batch_first=True)
    head = torch.nn.Linear(options.units, 10)
    optimizer = torch.optim.Adam([*recurrent.parameters(), *head.parameters()], fused=True)
    x = torch.rand(options.batch, 28, 28)
    y = torch.randint(0, 10, (options.batch,))

    def step() -> None:
        optimizer.zero_grad(set_to_none=True)
        outputs, _ = recurrent(x)
        torch.nn.functional.cross_entropy(head(outputs[:, -1]), y).backward()
        optimizer.step()

    return step


def main() -> None:
    options = parse()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(options.threads)
    kinds = ("SimpleRNN", "LSTM", "GRU")
    steps = {f"{kind}": numpy_step(kind, options) for kind in kinds}
    if options.torch:
        steps |= {f"{kind} (torch)": torch_step(kind, options) for kind in kinds}
    speeds: dict[str, list[float]] = {name: [] for name in steps}
    for step in steps.values():
        step()
    for _ in range(STRETCHES):
        for name, step in steps.items():
            started = perf_counter()
            for _ in range(options.steps):
                step()
            speeds[name].append(options.batch * options.steps / (perf_counter() - started))
    for name, values in speeds.items():
        print(f"{name:18} {statistics.median(values):8,.0f} samples/s")


if __name__ == "__main__":
    main()
