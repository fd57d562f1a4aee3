"""The rules of the tree that no type checker sees: who may import whom, and what Qt needs."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
QT = {"PySide6", "shiboken6", "pyqtgraph"}

# Each line may import the lines above it, never below, and the names on one line do not
# import each other. A name stands for a module or a whole package.
ENGINE = """
    errors norms paths
    denormals hyperparameters shapes
    threads
    windows
    kernels
    activations initializers losses metrics regularizers optimizers schedules data
    layers
    layer_spec
    inference
    plan spec
    workspace
    objective
    network
    attribution gradcheck
    training
    formats
    runs
    __init__
    commands
    computing reports bench
    cli
    __main__
"""
WINDOW = """
    guard palettes resources clock garbage
    fonts i18n
    messages
    engine_messages
    theme settings
    icons
    widgets
    notify
    project
    commands
    document
    jobs
    models
    actions dialogs editor pad
    panels
    about action_states files_menu language_menu layout recent_menu train_bar
    local_keys
    control_commands
    command_list drops welcome on_screen
    main_window
    i18n_update start
    __main__
"""

# What the order alone would allow.
NEVER = {
    "nncore.layers": {"nncore.data"},
    "nncore.spec": {"nncore.data"},
    "nncore.network": {"nncore.data"},
    "app.widgets": {"nncore"},
    "app": {"nncore.cli", "nncore.commands", "nncore.reports"},
}

# Modules over the limit; entries may only be taken away.
LONG_FILES: set[str] = set()
LONGEST = 400


def layers(package: str, table: str) -> dict[str, int]:
    return {
        f"{package}.{name}": level
        for level, line in enumerate(table.strip().splitlines())
        for name in line.split()
    }


LEVELS = layers("nncore", ENGINE) | layers("app", WINDOW)


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    is_package = parts[-1] == "__init__" and len(parts) > 2
    return ".".join(parts[:-1] if is_package else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every imported module with its line, those inside functions and by name too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            for alias in node.names:
                yield resolved(node.module or "", alias.name), node.lineno
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__"):
            yield from (
                (str(a.value), a.lineno) for a in node.args[:1] if isinstance(a, ast.Constant)
            )


def called(node: ast.Call) -> str:
    """The last part of the name that a call calls."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def resolved(module: str, name: str) -> str:
    """``from module import name``: the module that is meant."""
    inner = ROOT.joinpath(*module.split("."), name)
    return f"{module}.{name}" if inner.is_dir() or inner.with_suffix(".py").exists() else module


def place(module: str) -> str:
    """The entry of the tables that a module of ours belongs to."""
    parts = module.split(".")
    return ".".join(parts[:2]) if len(parts) > 1 else f"{module}.__init__"


def all_imports() -> Iterator[tuple[str, str, str]]:
    """Importing module, imported module, where."""
    for path in sources("nncore", "app"):
        for target, line in imports(path):
            yield module_name(path), target, f"{path.relative_to(ROOT)}:{line}"


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def test_every_module_has_a_place_in_the_order() -> None:
    modules = {place(module_name(path)) for path in sources("nncore", "app")}
    assert modules - LEVELS.keys() <= {"app.__init__"}, "add it to ENGINE or WINDOW"


def test_nncore_imports_neither_qt_nor_the_window() -> None:
    wrong = [
        f"{where}: {target}"
        for module, target, where in all_imports()
        if within(module, "nncore") and target.split(".")[0] in QT | {"app"}
    ]
    assert wrong == []


def test_imports_follow_the_order() -> None:
    wrong = []
    for module, target, where in all_imports():
        here, there = place(module), place(target)
        if here == there or module.split(".")[0] != target.split(".")[0]:
            continue
        if LEVELS.get(there, 0) >= LEVELS.get(here, 99):
            wrong.append(f"{where}: {module} imports {target}")
    assert wrong == []


@pytest.mark.parametrize("module", NEVER)
def test_what_never_imports_what(module: str) -> None:
    wrong = [
        f"{where}: {target}"
        for importer, target, where in all_imports()
        for forbidden in NEVER[module]
        if within(importer, module) and within(target, forbidden)
    ]
    assert wrong == []


def test_panels_never_import_each_other() -> None:
    wrong = [
        f"{where}: {target}"
        for module, target, where in all_imports()
        if within(module, "app.panels") and within(target, "app.panels")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import app.theme", "app.theme"),
        ("def f():\n    from nncore import spec", "nncore.spec"),
        ("from nncore.layers.dense import Dense", "nncore.layers.dense"),
        ("importlib.import_module('PySide6')", "PySide6"),
    ],
)
def test_import_scan_sees_every_way_to_import(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "x.py").write_text(text, "utf-8")
    assert [name for name, _ in imports(tmp_path / "x.py")] == [found]


def test_nncore_runs_where_there_is_no_qt() -> None:
    program = f"""
import sys
for name in {sorted(QT | {"app"})}:
    sys.modules[name] = None
import importlib.util, pkgutil
import nncore, nncore.cli
for module in pkgutil.walk_packages(nncore.__path__, "nncore."):
    needs_numba = ".numba_" in module.name
    if needs_numba and importlib.util.find_spec("numba") is None:
        continue
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
sys.exit(nncore.cli.main(["recipes"]))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "nielsen-30" in ran.stdout


def test_nothing_in_the_jobs_is_connected_to_a_function_without_an_owner() -> None:
    """Qt runs a lambda, a local function or a partial in the thread that emits."""
    wrong = []
    for path in sources("app/jobs"):
        functions = {
            inner.name
            for outer in ast.walk(tree(path))
            if isinstance(outer, ast.FunctionDef)
            for inner in ast.walk(outer)
            if isinstance(inner, ast.FunctionDef) and inner is not outer
        }
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and called(node) == "connect" and node.args:
                receiver = node.args[0]
                local = isinstance(receiver, ast.Name) and receiver.id in functions
                partial = isinstance(receiver, ast.Call) and called(receiver) == "partial"
                if isinstance(receiver, ast.Lambda) or local or partial:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []


def test_no_file_is_longer_than_one_can_read() -> None:
    long = {
        str(path.relative_to(ROOT).as_posix())
        for path in sources("app", "nncore", "tests")
        if len(path.read_text("utf-8").splitlines()) > LONGEST
    }
    assert long == LONG_FILES


def repository_files() -> list[Path]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            cwd=ROOT,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a checkout")
    names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


# Written so that this file does not match itself.
PRIVATE = re.compile(
    rb"(?<![\w.])/(?:work|root)/|" + rb"\bpypi[.]|pythonhosted[.]|--(?:extra-)?index[-]url"
)


def test_no_file_names_this_machine_or_a_package_registry() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in repository_files()
        if path != Path(__file__).resolve()
        for match in PRIVATE.finditer(path.read_bytes())
    ]
    assert wrong == []
