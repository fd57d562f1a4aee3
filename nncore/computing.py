"""The options of the command line and of the studio that say what computes."""

import argparse

from nncore import kernels, threads


def add_computing(parser: argparse.ArgumentParser) -> None:
    """``--kernels`` and ``--threads``."""
    parser.add_argument(
        "--kernels",
        choices=kernels.CHOICES,
        help=f"what computes: numpy, fast (needs numba), or auto: fast where numba is; "
        f"default: {kernels.ENVIRONMENT}, else auto",
    )
    parser.add_argument(
        "--threads",
        type=int,
        metavar="N",
        help=f"threads that compute; default: ${threads.VARIABLE}, else all cores",
    )


def choose_computing(options: argparse.Namespace) -> None:
    """Compute from now on as the options say.

    Raises:
        SpecError: There are no such kernels here, or no such number of threads.
    """
    if hasattr(options, "threads"):
        threads.set_threads(options.threads)
    if getattr(options, "kernels", None):
        kernels.choose(options.kernels)
