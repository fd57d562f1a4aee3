"""In which groups the recipes are offered."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("First steps", ("first-digits", "nand", "xor", "worked-example")),
    ("Curves and the plane", ("sin-plus-cos", "house-price", "spiral")),
    ("Nielsen's book", ("nielsen-none", "nielsen-15", "nielsen-30", "nielsen-100",
                        "nielsen-slow", "nielsen-fast")),
    ("Keras series", ("keras-softmax", "keras-mlp", "keras-dropout", "keras-rmsprop",
                      "keras-adam")),
    ("Convolutions", ("lenet-5", "tf-cnn", "small-resnet", "digit-pad", "vgg-16")),
    ("Sequences", ("lstm-rows",)),
    ("As good as it gets", ("best-mlp", "best-cnn", "mnist-sprint")),
)  # fmt: skip


def grouped(names: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The names by group, in the order of the groups; a name of no group comes at the end."""
    left = list(names)
    result = []
    for title, members in GROUPS:
        found = [name for name in members if name in left]
        left = [name for name in left if name not in found]
        if found:
            result.append((_title(title), found))
    if left:
        result.append((_title("Others"), left))
    return result


def _title(text: str) -> str:
    return QCoreApplication.translate("RecipeGroups", text)
