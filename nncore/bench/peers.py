"""PyTorch and scikit-learn on a row of the bench, in whatever Python has them.

This file is run by path, ``PYTHON peers.py torch``, and needs nothing of nncore. It reads
one JSON object a line, does what it says, and answers with one JSON object a line.
"""

import json
import os
import sys
from collections.abc import Iterator
from time import perf_counter
from typing import Any

Row = dict[str, Any]
"""A row: x and labels (paths of .npy files), samples, input_shape, layers, loss, optimizer,
batch_size; the last five as nncore writes them in JSON."""


class OtherNetworkError(Exception):
    """The peer cannot train the network of a row, only another one."""


class TorchPeer:
    """PyTorch at its best: fused Adam, its own number of threads, tensors in memory.

    Denormal numbers count as 0, as in nncore. PyTorch's own default is to compute with them,
    which is up to a third slower once a network has learned.
    """

    def __init__(self) -> None:
        import torch

        torch.set_flush_denormal(True)
        torch.manual_seed(0)
        self.torch = torch
        self.about = {"version": torch.__version__, "threads": torch.get_num_threads()}

    def open(self, row: Row) -> None:
        """Make the row's network and data."""
        torch, functional = self.torch, self.torch.nn.functional
        x, labels = arrays(row)
        self.batch_size = row["batch_size"]
        self.x, self.y = torch.from_numpy(x), torch.from_numpy(labels)
        if any(layer["type"] == "Conv2D" for layer in row["layers"]):
            self.x = self.x.movedim(-1, 1).contiguous()  # (N, C, H, W)
        layers = row["layers"]
        if layers[0]["type"] in ("Flatten", "Reshape"):  # once, not again for every batch
            self.x = self.x.reshape(len(x), *layers[0].get("target_shape", [-1]))
            layers = layers[1:]
        features = self.x.shape[-1]
        self.network = torch.nn.Sequential(*torch_layers(torch.nn, layers, features))
        self.network(self.x[:1])  # sizes what is lazy
        self.loss = functional.cross_entropy
        if row["loss"] == "quadratic":
            self.y = functional.one_hot(self.y, 10).float()
            self.loss = lambda p, y: functional.mse_loss(p, y, reduction="sum") / (2 * len(p))
        rate = row["optimizer"].get("learning_rate", 0.001)
        parameters = self.network.parameters()
        if row["optimizer"]["type"] == "Adam":
            self.optimizer = torch.optim.Adam(parameters, rate, eps=1e-7, fused=True)
        else:  # for a small network SGD is slower where it is fused
            self.optimizer = torch.optim.SGD(parameters, rate)

    def epoch(self) -> None:
        """Train on every sample once, in a new order."""
        order = self.torch.randperm(len(self.x))
        for start in range(0, len(order), self.batch_size):
            rows = order[start : start + self.batch_size]
            x, y = self.x.index_select(0, rows), self.y.index_select(0, rows)
            self.optimizer.zero_grad(set_to_none=True)
            self.loss(self.network(x), y).backward()
            self.optimizer.step()


def torch_layers(nn: Any, layers: list[dict[str, Any]], features: int) -> Iterator[Any]:
    """PyTorch's modules for the layers of a spec; a softmax at the end is part of the loss."""
    activations = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}

    class LastStep(nn.Module):  # type: ignore[misc]
        """What an LSTM gives after the last step."""

        def __init__(self, features: int, units: int) -> None:
            super().__init__()
            self.lstm = nn.LSTM(features, units, batch_first=True)

        def forward(self, x: Any) -> Any:
            return self.lstm(x)[0][:, -1]

    for layer in layers:
        kind = layer["type"]
        if kind == "Flatten":
            yield nn.Flatten()
        elif kind == "Dense":
            yield nn.LazyLinear(layer["units"])
        elif kind == "Conv2D":
            padding = layer.get("padding", "valid")
            yield nn.LazyConv2d(layer["filters"], layer["kernel_size"], padding=padding)
        elif kind == "MaxPooling2D":
            yield nn.MaxPool2d(2)
        elif kind == "AveragePooling2D":
            yield nn.AvgPool2d(2)
        elif kind == "LSTM":
            yield LastStep(features, layer["units"])
        else:
            raise OtherNetworkError(f"no {kind} here")
        if layer.get("activation") in activations:
            yield activations[layer["activation"]]()


class ScikitPeer:
    """scikit-learn's MLPClassifier, one epoch for each call of `partial_fit`."""

    def __init__(self) -> None:
        import sklearn

        self.about = {"version": sklearn.__version__, "threads": os.cpu_count()}

    def open(self, row: Row) -> None:
        """Make the row's network and data."""
        from sklearn.neural_network import MLPClassifier

        *hidden, last = (layer for layer in row["layers"] if layer["type"] != "Flatten")
        functions = {layer.get("activation") for layer in hidden}
        if (
            any(layer["type"] != "Dense" for layer in (*hidden, last))
            or functions != {"relu"}
            or last["activation"] != "softmax"
            or row["optimizer"]["type"] != "Adam"
        ):
            raise OtherNetworkError("MLPClassifier has one kind of loss and only dense layers")
        x, self.labels = arrays(row)
        self.x = x.reshape(len(x), -1)
        self.network = MLPClassifier(
            [layer["units"] for layer in hidden],
            alpha=0.0,
            batch_size=row["batch_size"],
            learning_rate_init=row["optimizer"].get("learning_rate", 0.001),
            random_state=0,
        )

    def epoch(self) -> None:
        """Train on every sample once, in a new order."""
        self.network.partial_fit(self.x, self.labels, classes=range(10))


def arrays(row: Row) -> tuple[Any, Any]:
    """Pictures (N, *input_shape) as float32 from 0 to 1, and labels (N,)."""
    import numpy as np

    count = row["samples"]
    x = np.load(row["x"])[:count].astype(np.float32) / np.float32(255)
    return x.reshape(-1, *row["input_shape"]), np.load(row["labels"])[:count].astype(np.int64)


PEERS: dict[str, type[TorchPeer] | type[ScikitPeer]] = {"torch": TorchPeer, "sklearn": ScikitPeer}


def answer(peer: TorchPeer | ScikitPeer, request: dict[str, Any]) -> dict[str, Any]:
    """Do what a line asks for."""
    if "open" in request:
        try:
            peer.open(request["open"])
        except OtherNetworkError as error:
            return {"refused": str(error)}
        return {}
    started = perf_counter()
    peer.epoch()
    return {"seconds": perf_counter() - started}


def main(name: str) -> None:
    """Serve until the input ends."""
    try:
        peer = PEERS[name]()
    except ImportError as error:
        print(json.dumps({"missing": str(error)}), flush=True)
        return
    print(json.dumps(peer.about), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(peer, json.loads(line))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
