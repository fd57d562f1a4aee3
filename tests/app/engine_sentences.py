"""The sentences that stand in the sources of nncore, with their values left open.

Read from the syntax tree: every text that is no docstring, f-strings and sums of texts put
together, each alternative of a condition by itself.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

NNCORE = Path(__file__).resolve().parents[2] / "nncore"

VALUE = "\0"
"""Stands for a value, or for several without a word between."""

SENTENCE = re.compile(r"[a-z]{2,}[,;]? [a-z]{2,}|\0 (is|has) ")

COMMAND_LINE = {
    "__main__.py", "cli.py", "commands.py", "computing.py", "gradcheck.py", "reports.py",
    "bench/", "runs/", "data/images.py", "kernels/choice.py", "training/expectations.py",
}  # fmt: skip
"""What the window does not use: `python -m nncore`, and what only a recipe is held to."""


@cache
def trees() -> dict[str, ast.Module]:
    """The files that the window uses, by name."""
    found = {}
    for path in sorted(NNCORE.rglob("*.py")):
        name = path.relative_to(NNCORE).as_posix()
        if name not in COMMAND_LINE and name.partition("/")[0] + "/" not in COMMAND_LINE:
            found[name] = ast.parse(path.read_text("utf-8"))
    return found


@cache
def sentences() -> dict[str, str]:
    """Each sentence, and whatever else an error is raised with, with its file."""
    found: dict[str, str] = {}
    for name, tree in trees().items():
        for text in (*filter(SENTENCE.search, texts(tree)), *raised(tree)):
            found.setdefault(text, name)
    return found


def raised(tree: ast.AST) -> Iterator[str]:
    """What errors are raised with, if it has a word."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            for text in texts(ast.Expression(node.exc.args[0])) if node.exc.args else ():
                if re.search(r"[a-z]{3}.*\0|\0.*[a-z]{3}", text):
                    yield text


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text below a node that is put together there."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if _is_text(node):
            yield from (re.sub("\0+", VALUE, text) for text in _put_together(node))
        yield from _inside(node) if _is_text(node) else texts(node)


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _put_together(node: ast.AST) -> set[str]:
    """What a text can be."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else {VALUE}
    if isinstance(node, ast.JoinedStr):
        parts = (_put_together(part) for part in node.values)
        return {"".join(choice) for choice in product(*parts)}
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        lefts, rights = _put_together(node.left), _put_together(node.right)
        return {left + right for left in lefts for right in rights}
    if isinstance(node, ast.IfExp):
        return _put_together(node.body) | _put_together(node.orelse)
    return {VALUE}


def _inside(node: ast.AST) -> Iterator[str]:
    """The texts in the values of a text."""
    if isinstance(node, ast.BinOp):
        for side in (node.left, node.right):
            yield from _inside(side) if _is_text(side) else texts(ast.Expression(side))
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from texts(ast.Expression(part.value))
