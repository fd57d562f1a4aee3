"""The execution plan: a spec's layers in the order they run, names resolved to positions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nncore.inference import Inference
from nncore.layer_spec import INPUT
from nncore.layers import Layer, LayerWorkspace, ParamSpec


@dataclass(frozen=True)
class Op:
    """One layer of the plan.

    Attributes:
        sources: Positions of the layers it reads (-1: the input).
        params: The layer's arrays by their own names, ``kernel``.
        specs: What was declared of them.
        owner: The layer they belong to: itself, or the one it shares with.
    """

    name: str
    layer: Layer
    sources: tuple[int, ...]
    params: Mapping[str, np.ndarray]
    specs: Mapping[str, ParamSpec]
    owner: str


@dataclass(frozen=True)
class PassedBy(Layer):
    """Stands for a disabled layer: it gives what it reads, and no one in the plan reads it."""

    def forward(
        self,
        params: Mapping[str, np.ndarray],
        x: np.ndarray,
        workspace: LayerWorkspace,
        training: bool,
    ) -> np.ndarray:
        return x

    def backward(
        self, params: Mapping[str, np.ndarray], dy: np.ndarray, workspace: LayerWorkspace
    ) -> np.ndarray:
        return dy


def output_places(inference: Inference, ops: Sequence[Op]) -> dict[str, int]:
    """Where in the plan each output is made, by name, the main one first.

    A disabled layer gives what the layer that it reads made; the input is made by none, so
    there it is the place that hands it on.
    """
    names = [op.name for op in ops]
    places = {name: names.index(name) for name in inference.outputs}
    for name, i in places.items():
        if isinstance(ops[i].layer, PassedBy) and ops[i].sources[0] >= 0:
            places[name] = ops[i].sources[0]
    return places


def make_plan(inference: Inference, views: Mapping[str, np.ndarray]) -> tuple[Op, ...]:
    """One operation for each layer; who reads a disabled one reads what it would read.

    Args:
        inference: Of a spec that can be built.
        views: Every parameter by its full name, ``dense_1/kernel``.
    """
    reads = {INPUT: -1}
    infos = {info.name: info for info in inference.layers}
    ops = []
    for i, info in enumerate(inference.layers):
        sources = tuple(reads[name] for name in info.inputs)
        reads[info.name] = i if info.enabled else sources[0]
        owner = infos[info.shares or info.name]
        params = {name: views[f"{owner.name}/{name}"] for name in owner.params}
        layer = info.layer if info.enabled else PassedBy()
        ops.append(Op(info.name, layer, sources, params, owner.params, owner.name))
    return tuple(ops)
