"""How fast the convolutional network of TensorFlow's tutorial trains, and where the time goes.

    python benchmarks/conv_step.py [--steps 30] [--layers] [--torch PYTHON]

Prints samples per second, the median over batches of 50 random pictures, gathering
included. `--layers` adds the milliseconds each layer takes forward and backward;
`--torch` names a Python that has PyTorch and runs the same network there, in turns.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

BATCH = 50
SAMPLES = 5000
ROUNDS = 3

PEER = """
import json, statistics, sys, time
import torch
from torch import nn
torch.manual_seed(0)
net = nn.Sequential(nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
    nn.Linear(3136, 1024), nn.ReLU(), nn.Linear(1024, 10))
optimizer = torch.optim.Adam(net.parameters(), 1e-4, fused=True)
x, y = torch.rand(5000, 1, 28, 28), torch.randint(0, 10, (5000,))
seconds = []
for step in range(int(sys.argv[1]) + 3):
    start = time.perf_counter()
    rows = torch.randint(0, 5000, (50,))
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(x[rows]), y[rows]).backward()
    optimizer.step()
    seconds.append(time.perf_counter() - start)
print(json.dumps(50 / statistics.median(seconds[3:])))
"""


class Step:
    """One optimizer step of the network, with the time of each part."""

    def __init__(self) -> None:
        import numpy as np

        from nncore.layers import Conv2D, Dense, Flatten, MaxPooling2D
        from nncore.losses import LOSSES
        from nncore.network import Network
        from nncore.optimizers import Adam, OptimizerState
        from nncore.spec import NetworkSpec

        layers = [
            Conv2D(filters=32, kernel_size=(5, 5), padding="same", activation="relu"),
            MaxPooling2D(),
            Conv2D(filters=64, kernel_size=(5, 5), padding="same", activation="relu"),
            MaxPooling2D(),
            Flatten(),
            Dense(units=1024, activation="relu"),
            Dense(units=10, activation="softmax"),
        ]
        self.network = Network.from_spec(NetworkSpec.chain((28, 28, 1), layers), 0)
        self.workspace = self.network.workspace()
        self.state = OptimizerState(self.network.trainable_size, self.network.dtype)
        self.adam = Adam(learning_rate=1e-4)
        self.loss = LOSSES["categorical_crossentropy"]
        self.rng = np.random.default_rng(0)
        self.x = self.rng.random((SAMPLES, 28, 28, 1), np.float32)
        self.y = np.eye(10, dtype=np.float32)[self.rng.integers(0, 10, SAMPLES)]

    def run(self) -> None:
        rows = self.rng.integers(0, SAMPLES, BATCH)
        self.network.step(self.x[rows], self.y[rows], self.loss, self.workspace)
        whole = [(0, self.network.trainable_size)]
        self.state.apply(self.adam, self.network.flat, self.workspace.flat_grads, whole)

    def seconds(self, steps: int) -> list[float]:
        found = []
        for _ in range(steps):
            start = perf_counter()
            self.run()
            found.append(perf_counter() - start)
        return found

    def layers(self, steps: int) -> dict[str, list[float]]:
        """Milliseconds by layer: forward, backward."""
        import numpy as np

        found: dict[str, list[float]] = {}
        ops = list(zip(self.network.ops, self.workspace.layers, strict=True))
        outputs = self.x[:BATCH]
        for op, own in ops:
            value = outputs
            times: list[list[float]] = [[], []]
            for _ in range(steps):
                start = perf_counter()
                y = op.layer.forward(op.params, value, own, True)
                times[0].append(perf_counter() - start)
                dy = self.rng.standard_normal(y.shape, np.float32)
                start = perf_counter()
                op.layer.backward(op.params, dy, own)
                times[1].append(perf_counter() - start)
            outputs = y
            found[op.name] = [1000 * statistics.median(t) for t in times]
        whole = [(0, self.network.trainable_size)]
        times = [[]]
        for _ in range(steps):
            start = perf_counter()
            self.state.apply(self.adam, self.network.flat, self.workspace.flat_grads, whole)
            times[0].append(perf_counter() - start)
        found["adam"] = [1000 * statistics.median(times[0])]
        return found


def peer(python: str, steps: int) -> float:
    done = subprocess.run(
        [python, "-c", PEER, str(steps)], capture_output=True, text=True, check=True
    )
    return float(json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--layers", action="store_true")
    parser.add_argument("--torch", metavar="PYTHON")
    arguments = parser.parse_args()
    step = Step()
    step.seconds(3)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(BATCH / statistics.median(step.seconds(arguments.steps)))
        if arguments.torch:
            theirs.append(peer(arguments.torch, arguments.steps))
    result: dict[str, object] = {"samples_per_second": round(statistics.median(ours), 1)}
    result["rounds"] = [round(value, 1) for value in ours]
    if theirs:
        result["torch"] = round(statistics.median(theirs), 1)
        result["torch_rounds"] = [round(value, 1) for value in theirs]
        result["ratio"] = round(statistics.median(ours) / statistics.median(theirs), 3)
    if arguments.layers:
        result["milliseconds"] = {
            name: [round(t, 2) for t in times] for name, times in step.layers(15).items()
        }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
