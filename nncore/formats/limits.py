"""How much a file from outside may ask for, judged before anything is unpacked or allocated."""

MAX_JSON_BYTES = 16 * 2**20
"""A manifest or header; the history of ten thousand epochs takes about 2 MiB."""

MAX_JSON_DEPTH = 100
"""Levels of lists and objects; a recipe has about 6."""

MAX_INT_DIGITS = 100
"""Longer integers overflow a float; the state of a random generator has 39 digits."""

MAX_MEMBERS = 10_000
"""Members of a zip, or arrays in one file."""

MAX_ZIP_DIRECTORY_BYTES = 4 * 2**20
"""The zip directory is read in one piece; about 100 bytes a member."""

MAX_FILE_BYTES = 2 * 2**30
"""A file, and what all its members together declare to hold once unpacked."""

EXPANSION_FLOOR = 64 * 2**20
EXPANSION_RATIO = 100
"""A member above the floor may be at most this many times its packed size.

Judged for each member: a sum can be diluted with members that do not expand.
"""

MAX_NPY_HEADER_BYTES = 10_000
"""What NumPy itself allows."""


def expands_too_far(declared: int, stored: int) -> bool:
    """Whether a zip member of these sizes looks like a bomb."""
    return declared > EXPANSION_FLOOR and declared > EXPANSION_RATIO * stored
