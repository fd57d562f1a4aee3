"""Make the reference arrays that nncore is held to, with PyTorch in float64.

    python -m tests.references.make_references [FAMILY ...]

from the root of the tree, in an environment of its own that has torch (made with 2.13,
CPU) and NumPy. Nothing here imports nncore, and no test imports this or torch_*.py: tests
read the .npz files through cases.py. Inputs and parameters are drawn from NumPy's
generator, rounded to values that float32 holds exactly, and stored with the results.

Definitions are Keras's; where PyTorch's differ, the file of the family says how.
"""

import sys
from collections.abc import Callable

import torch

from tests.references.cases import FOLDER, Case, save
from tests.references.torch_layers import batch_normalizations, chances, layers
from tests.references.torch_losses import activations, losses, losses_behind, penalties
from tests.references.torch_networks import networks
from tests.references.torch_optimizers import optimizers
from tests.references.torch_recurrent import recurrents
from tests.references.torch_windows import convolutions, poolings

FAMILIES: dict[str, Callable[[], list[Case]]] = {
    "convolution": convolutions,
    "pooling": poolings,
    "recurrent": recurrents,
    "optimizers": optimizers,
    "layers": layers,
    "batch_normalization": batch_normalizations,
    "chance": chances,
    "activations": activations,
    "losses": losses,
    "losses_behind": losses_behind,
    "penalties": penalties,
    "networks": networks,
}


def main() -> None:
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    for family in sys.argv[1:] or FAMILIES:
        cases = FAMILIES[family]()
        save(family, f"PyTorch {torch.__version__}", cases)
        kilobytes = (FOLDER / f"{family}.npz").stat().st_size / 1e3
        print(f"{family}: {len(cases)} cases, {kilobytes:.0f} kB")


if __name__ == "__main__":
    main()
