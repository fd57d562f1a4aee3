"""Collect the texts of the window for its translators: ``python -m app.i18n_update``.

Writes resources/i18n/vitrine_*.ts anew, keeping what is translated, and packs each into
the .qm that the window reads. Qt's lupdate finds what stands in `tr`, `translate` and
`mark`; the tables of nncore, which knows no Qt, and that of the actions are read here.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.actions import ACTIONS, CONTEXT, MENUS
from app.i18n import ENGINE, LANGUAGES, SOURCE
from app.models.setting_words import english_words
from app.resources import i18n_dir
from nncore.data import SOURCES
from nncore.data.augment import Augment
from nncore.hyperparameters import Configured, hyperparameters_of
from nncore.layers import LAYERS
from nncore.objective import Aim
from nncore.optimizers import OPTIMIZERS
from nncore.schedules import SCHEDULES
from nncore.training.config import RunConfig, load_recipe, recipe_names
from nncore.training.policies import POLICIES

APP = Path(__file__).resolve().parent
_OPTIONS = ("-silent", "-no-obsolete", "-sort-messages", "-locations", "none")
_ALIAS = ("-tr-function-alias", "QT_TRANSLATE_NOOP+=mark")
_SENTENCE = re.compile(r"[a-z]{3,} [a-z]{2,}")


def main() -> int:
    """Update every language that is offered."""
    for code in LANGUAGES:
        if code != SOURCE:
            catalogue = i18n_dir() / f"vitrine_{code}.ts"
            update(catalogue)
            release(catalogue)
    return 0


def update(catalogue: Path) -> None:
    """Put what is marked now into a .ts file; new texts come in unfinished, old ones go."""
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "tables.py"
        lines = [
            f"QT_TRANSLATE_NOOP({_quoted(context)}, {_quoted(text)})\n"
            for context, text in declared()
        ]
        tables.write_text("".join(lines), encoding="utf-8")
        sources = [*map(str, sorted(APP.rglob("*.py"))), str(tables)]
        _run("lupdate", *sources, *_OPTIONS, *_ALIAS, "-ts", str(catalogue))


def release(catalogue: Path) -> None:
    """Pack the finished translations of a .ts file into the .qm beside it."""
    packed = str(catalogue.with_suffix(".qm"))
    _run("lrelease", "-silent", "-nounfinished", str(catalogue), "-qm", packed)


def declared() -> Iterator[tuple[str, str]]:
    """Contexts and texts that stand in tables, each once."""
    actions = [title for _, title in MENUS]
    actions += [text for spec in ACTIONS for text in (spec.text, spec.tip)]
    yield from ((CONTEXT, text) for text in dict.fromkeys(actions))
    yield from ((ENGINE, text) for text in dict.fromkeys(_engine_texts()) if text)


def _engine_texts() -> Iterator[str]:
    for kind in configured():
        formula = getattr(kind, "formula", "")
        if isinstance(formula, str) and _SENTENCE.search(formula):
            yield formula
        for hyper in hyperparameters_of(kind):
            yield hyper.help
            yield english_words(hyper.name)
            if hyper.configured is not None and not hyper.optional:
                yield hyper.name.partition("_")[0]  # "L2 on kernel"
    yield from (layer.summary for layer in LAYERS.values())
    for source in SOURCES.values():
        yield source.title
        yield source.description
    for name in recipe_names():
        yield load_recipe(name).description


def configured() -> list[type[Configured]]:
    """Every kind of thing whose settings the window shows."""
    roots = (LAYERS, OPTIMIZERS, SCHEDULES, POLICIES)
    known = [kind for registry in roots for kind in registry.values()]
    return _with_inner([*known, Augment, RunConfig, Aim])


def _with_inner(kinds: Iterable[type[Configured]]) -> list[type[Configured]]:
    """These, and whatever a setting of theirs can be."""
    found: dict[type[Configured], None] = {}
    ahead = list(kinds)
    while ahead:
        kind = ahead.pop(0)
        if kind not in found:
            found[kind] = None
            for hyper in hyperparameters_of(kind):
                if hyper.configured is not None:
                    registry = hyper.configured.registry or {"": hyper.configured}
                    ahead += registry.values()
    return list(found)


def _quoted(text: str) -> str:
    """A text in the one notation that Python, JSON and lupdate read alike."""
    return json.dumps(text, ensure_ascii=False)


def _run(tool: str, *arguments: str) -> None:
    """Run a tool of Qt that comes with PySide6."""
    program = f"from PySide6.scripts.pyside_tool import {tool} as tool; tool()"
    subprocess.run([sys.executable, "-c", program, *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
