"""Convolution and pooling, by PyTorch's own functions on inputs padded as Keras pads them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from tests.references.cases import Case
from tests.references.torch_common import (
    ACTIVATIONS,
    Tensors,
    distinct,
    generator,
    grid,
    layer,
)


def same_pads(length: int, window: int, stride: int, dilation: int) -> list[int]:
    """Zeros before and after for ceil(length / stride) stops; the odd one goes to the end."""
    stops = (length + stride - 1) // stride
    total = max(0, (stops - 1) * stride + dilation * (window - 1) + 1 - length)
    return [total // 2, total - total // 2]


def pads_of(
    settings: dict[str, Any],
    lengths: Sequence[int],
    window: Sequence[int],
    strides: Sequence[int],
) -> list[int]:
    """Before and after for every axis, last axis first, as F.pad reads it."""
    dilation = settings.get("dilation_rate", [1] * len(window))
    given = settings.get("explicit_padding", [0] * 2 * len(window))
    pads: list[int] = []
    for axis in reversed(range(len(window))):
        if settings.get("padding") == "same":
            pads += same_pads(lengths[axis], window[axis], strides[axis], dilation[axis])
        elif settings.get("padding") == "explicit":
            pads += given[2 * axis : 2 * axis + 2]
        else:
            pads += [0, 0]
    return pads


def channels_first(x: Tensor) -> Tensor:
    return x.movedim(-1, 1)


def channels_last(x: Tensor) -> Tensor:
    return x.movedim(1, -1)


def convolve(x: Tensor, p: Tensors, settings: dict[str, Any]) -> Tensor:
    window = settings["kernel_size"]
    strides = settings.get("strides", [1] * len(window))
    dilation = settings.get("dilation_rate", [1] * len(window))
    function = F.conv1d if len(window) == 1 else F.conv2d
    kernel = p["kernel"].movedim((-1, -2), (0, 1))  # (F, C, kh, kw)
    padded = F.pad(channels_first(x), pads_of(settings, x.shape[1:-1], window, strides))
    z = function(padded, kernel, p.get("bias"), strides, 0, dilation)
    if settings.get("padding") == "same" and set(strides) == {1}:
        twin = function(channels_first(x), kernel, p.get("bias"), 1, "same", dilation)
        assert torch.allclose(z, twin, rtol=0, atol=1e-12)
    return ACTIVATIONS[settings.get("activation", "linear")](channels_last(z))


def convolution(
    name: str,
    input_shape: Sequence[int],
    filters: int,
    kernel_size: Sequence[int],
    *,
    batch: int = 3,
    step: float = 1 / 64,
    **more: Any,
) -> Case:
    kind = f"Conv{len(kernel_size)}D"
    name = f"{kind}-{name}"
    settings = {"type": kind, "filters": filters, "kernel_size": list(kernel_size), **more}
    rng = generator(name)
    params = {"kernel": grid(rng, *kernel_size, input_shape[-1], filters, step=step)}
    if more.get("use_bias", True):
        params["bias"] = grid(rng, filters)
    x = grid(rng, batch, *input_shape, step=step)
    return layer(name, input_shape, settings, params, lambda x, p: convolve(x, p, settings), x=x)


def convolutions() -> list[Case]:
    same, valid = {"padding": "same"}, {"padding": "valid"}
    explicit = {"padding": "explicit"}
    c = convolution
    return [
        c("valid", (5, 6, 2), 3, (3, 2)),
        c("no-bias", (4, 5, 2), 3, (2, 3), use_bias=False),
        c("one-by-one", (3, 4, 3), 4, (1, 1)),
        c("one-by-one-strided", (5, 5, 2), 3, (1, 1), strides=[2, 2], **same),
        c("as-large-as-the-picture", (4, 3, 2), 5, (4, 3)),
        c("strides-leave-a-rest", (6, 8, 2), 3, (3, 2), strides=[2, 3], **valid),
        c("strides-jump-over-values", (7, 8, 2), 2, (2, 2), strides=[3, 4]),
        c("strides-as-the-kernel", (4, 6, 2), 3, (2, 3), strides=[2, 3]),
        c("same", (5, 4, 2), 3, (3, 3), **same),
        c("same-even-kernel", (5, 6, 2), 3, (2, 4), **same),
        c("same-even-kernel-strides", (6, 7, 2), 3, (4, 2), strides=[2, 3], **same),
        c("same-strides", (7, 6, 2), 3, (3, 5), strides=[2, 2], **same),
        c("same-dilation", (6, 5, 2), 2, (3, 2), dilation_rate=[2, 3], **same),
        c("same-kernel-beyond-the-picture", (2, 3, 2), 2, (5, 4), **same),
        c("explicit", (4, 3, 2), 3, (3, 3), explicit_padding=[0, 2, 3, 1], **explicit),
        c("explicit-wider-than-the-kernel", (3, 3, 1), 2, (2, 2), explicit_padding=[3, 0, 0, 4],
          **explicit),
        c("explicit-strides", (5, 4, 2), 2, (3, 2), strides=[2, 3],
          explicit_padding=[1, 0, 2, 3], **explicit),
        c("explicit-dilation", (5, 4, 2), 2, (3, 2), dilation_rate=[2, 2],
          explicit_padding=[1, 2, 0, 1], **explicit),
        c("dilation", (8, 7, 2), 3, (3, 2), dilation_rate=[3, 2]),
        c("dilation-across", (4, 9, 1), 2, (3, 3), dilation_rate=[1, 3]),
        # Keras refuses strides beside a dilation; PyTorch and nncore take both.
        c("strides-and-dilation", (8, 9, 2), 2, (2, 3), strides=[2, 3], dilation_rate=[3, 2]),
        c("one-row", (1, 7, 3), 2, (1, 3), **same),
        c("one-column", (6, 1, 3), 2, (3, 1)),
        c("one-sample", (4, 4, 2), 3, (3, 3), batch=1, **same),
        c("tanh", (4, 5, 2), 3, (2, 2), activation="tanh"),
        c("relu-same", (5, 5, 3), 4, (3, 3), activation="relu", **same),
        c("gelu", (4, 4, 2), 3, (3, 2), activation="gelu"),
        c("softmax-over-filters", (3, 4, 2), 4, (2, 2), activation="softmax"),
        # Coarse values, so that a larger one takes little room.
        c("larger", (12, 12, 4), 8, (5, 5), batch=10, step=1 / 4, **same),
        c("larger-valid", (14, 14, 1), 6, (5, 5), batch=9, step=1 / 4),
        c("valid", (7, 2), 3, (3,)),
        c("no-bias", (6, 3), 2, (2,), use_bias=False),
        c("same-even-kernel", (7, 2), 3, (4,), **same),
        c("same-strides", (8, 2), 3, (3,), strides=[3], **same),
        c("strides-leave-a-rest", (9, 2), 2, (2,), strides=[3]),
        c("dilation", (9, 2), 3, (3,), dilation_rate=[3]),
        c("same-dilation", (6, 3), 2, (3,), dilation_rate=[2], **same),
        c("explicit", (5, 2), 3, (3,), explicit_padding=[3, 1], **explicit),
        c("explicit-strides-dilation", (8, 2), 2, (3,), strides=[2], dilation_rate=[2],
          explicit_padding=[1, 2], **explicit),
        c("tanh-one-by-one", (5, 3), 4, (1,), activation="tanh"),
        c("relu", (6, 4), 3, (3,), activation="relu"),
    ]  # fmt: skip


def pool(x: Tensor, settings: dict[str, Any]) -> Tensor:
    window = settings["pool_size"]
    strides = settings.get("strides") or window
    x, pads = channels_first(x), pads_of(settings, x.shape[1:-1], window, strides)
    if settings["type"] == "AveragePooling2D":
        # Sums over counts: padding takes no part in a mean.
        sums, counts = (
            F.avg_pool2d(F.pad(a, pads), window, strides, divisor_override=1)
            for a in (x, torch.ones_like(x))
        )
        return channels_last(sums / counts)
    function = F.max_pool1d if len(window) == 1 else F.max_pool2d
    return channels_last(function(F.pad(x, pads, value=-torch.inf), window, strides))


def pooling(
    kind: str,
    name: str,
    input_shape: Sequence[int],
    pool_size: Sequence[int],
    *,
    x: np.ndarray | None = None,
    **more: Any,
) -> Case:
    name = f"{kind}-{name}"
    settings = {"type": kind, "pool_size": list(pool_size), **more}
    x = distinct(generator(name), 3, *input_shape) if x is None else x
    return layer(name, input_shape, settings, {}, lambda x, p: pool(x, settings), x=x)


def poolings() -> list[Case]:
    same = {"padding": "same"}
    cases = []
    for kind in ("MaxPooling2D", "AveragePooling2D"):
        cases += [
            pooling(kind, "tiles", (4, 6, 2), (2, 2)),
            pooling(kind, "tiles-leave-a-rest", (5, 7, 2), (2, 3)),
            pooling(kind, "overlapping", (7, 6, 2), (3, 3), strides=[2, 1]),
            pooling(kind, "overlapping-strides-1", (4, 5, 2), (2, 3), strides=[1, 1]),
            pooling(kind, "strides-jump-over-values", (7, 8, 2), (2, 2), strides=[3, 4]),
            pooling(kind, "same", (5, 7, 2), (2, 2), **same),
            pooling(kind, "same-overlapping", (6, 5, 2), (3, 2), strides=[2, 1], **same),
            pooling(kind, "same-even-window", (5, 6, 3), (4, 2), strides=[1, 1], **same),
            pooling(kind, "same-window-beyond-the-picture", (2, 3, 2), (5, 5), strides=[1, 2],
                    **same),
            pooling(kind, "whole-picture", (3, 4, 2), (3, 4)),
            pooling(kind, "larger", (12, 12, 5), (2, 2)),
            pooling(kind, "larger-overlapping", (9, 9, 4), (3, 3), strides=[2, 2]),
        ]  # fmt: skip
    ties = np.maximum(0, np.round(generator("ties").normal(size=(3, 6, 6, 2))))
    below = -1 - np.abs(distinct(generator("below"), 3, 5, 5, 2))
    cases += [
        pooling("MaxPooling2D", "ties-go-to-the-first", (6, 6, 2), (2, 2), x=ties),
        pooling("MaxPooling2D", "ties-overlapping", (6, 6, 2), (3, 3), strides=[2, 2], x=ties),
        pooling("MaxPooling2D", "same-all-negative", (5, 5, 2), (3, 3), x=below, **same),
        pooling("MaxPooling1D", "tiles", (6, 3), (2,)),
        pooling("MaxPooling1D", "tiles-leave-a-rest", (8, 2), (3,)),
        pooling("MaxPooling1D", "overlapping", (8, 2), (3,), strides=[2]),
        pooling("MaxPooling1D", "same", (7, 2), (3,), strides=[2], **same),
        pooling("MaxPooling1D", "same-even-window", (6, 2), (2,), strides=[1], **same),
        pooling("MaxPooling1D", "strides-jump-over-values", (9, 2), (2,), strides=[4]),
        layer("GlobalAveragePooling2D", (3, 5, 4), {"type": "GlobalAveragePooling2D"}, {},
              lambda x, p: F.adaptive_avg_pool2d(channels_first(x), 1).flatten(1)),
        layer("GlobalAveragePooling2D-one-pixel", (1, 1, 3), {"type": "GlobalAveragePooling2D"},
              {}, lambda x, p: F.adaptive_avg_pool2d(channels_first(x), 1).flatten(1)),
    ]  # fmt: skip
    return cases
