"""In which groups the recipes are offered."""

from collections.abc import Iterable

from app.i18n import mark, translate

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (mark("RecipeGroups", "First steps"),
     ("first-digits", "nand", "xor", "worked-example")),
    (mark("RecipeGroups", "Curves and the plane"),
     ("sin-plus-cos", "house-price", "spiral")),
    (mark("RecipeGroups", "Nielsen's book"),
     ("nielsen-none", "nielsen-15", "nielsen-30", "nielsen-100", "nielsen-slow", "nielsen-fast")),
    (mark("RecipeGroups", "Keras series"),
     ("keras-softmax", "keras-mlp", "keras-dropout", "keras-rmsprop", "keras-adam")),
    (mark("RecipeGroups", "Convolutions"),
     ("lenet-5", "tf-cnn", "small-resnet", "digit-pad", "vgg-16")),
    (mark("RecipeGroups", "Sequences"), ("lstm-rows",)),
    (mark("RecipeGroups", "As good as it gets"), ("best-mlp", "best-cnn", "mnist-sprint")),
)  # fmt: skip


def grouped(names: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The names by group, in the order of the groups; a name of no group comes at the end."""
    left = list(names)
    result = []
    for title, members in GROUPS:
        found = [name for name in members if name in left]
        left = [name for name in left if name not in found]
        if found:
            result.append((translate("RecipeGroups", title), found))
    if left:
        result.append((translate("RecipeGroups", "Others"), left))
    return result
