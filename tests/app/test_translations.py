"""The catalogue: complete, finished, packed, and seen in the whole window."""

import ast
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QFontDatabase, QTextLayout
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import install_language, plain
from app.i18n_update import APP, update
from app.main_window import MainWindow
from app.resources import i18n_dir
from app.theme import application_font

CATALOGUE = i18n_dir() / "vitrine_zh_CN.ts"
Texts = dict[tuple[str, str], str]

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACE = re.compile(r"\{[^{}]*\}|%n|%\d")
MNEMONIC = re.compile(r"&([^&])")

SAME_IN_BOTH = {
    "MNIST", "Fashion-MNIST", "L1", "L2", "Vitrine", "NumPy .npz", "safetensors", "nesterov",
    " and ", "{0} on {1}", "alpha", "beta 1", "beta 2", "epsilon", "rho", "sin x + cos x",
}  # fmt: skip
"""Names and signs that are not translated."""

MENU_WORDS = {"English"}
"""What a menu says in Latin letters in every language."""


def read(path: Path) -> Texts:
    """Every translation of a catalogue; of an unfinished one, nothing."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation.get("type") is None
            key = (context.findtext("name"), message.findtext("source"))
            found[key] = (translation.text or "") if done else ""
    return found


@pytest.fixture(scope="module")
def texts() -> Texts:
    return read(CATALOGUE)


def test_catalogue_is_what_the_sources_say(texts, tmp_path):
    fresh = tmp_path / CATALOGUE.name
    update(fresh)
    now = read(fresh)
    assert sorted(now.keys() - texts.keys()) == [], "new: run `make translations`, translate them"
    assert sorted(texts.keys() - now.keys()) == [], "gone: run `make translations`"


def test_every_marked_text_was_found(texts):
    """A second opinion: lupdate knows less Python than Python does."""
    marked = {key for path in sorted(APP.rglob("*.py")) for key in marks(path)}
    assert len(marked) > 400
    assert sorted(marked - texts.keys()) == []


def marks(path: Path) -> Iterator[tuple[str, str]]:
    """Contexts and texts of the calls that mark one."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {
        id(inner): outer.name
        for outer in ast.walk(tree)
        if isinstance(outer, ast.ClassDef)
        for inner in ast.walk(outer)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = ast.unparse(node.func)
        first, *rest = node.args
        if called == "tr" or called.endswith(".tr"):
            assert called == "self.tr", f"{path}:{node.lineno}: lupdate knows no class here"
            assert isinstance(first, ast.Constant), f"{path}:{node.lineno}: not a literal"
            yield inside[id(node)], first.value
        elif called in ("translate", "mark", "QCoreApplication.translate") and rest:
            second = rest[0]
            if isinstance(first, ast.Constant) and isinstance(second, ast.Constant):
                yield first.value, second.value


def test_everything_is_translated(texts):
    assert [key for key, text in texts.items() if not text.strip()] == []
    # "{0} × {1}" has nothing to translate.
    words = {key: PLACE.sub("", key[1]) for key in texts}
    same = {
        source
        for (context, source), text in texts.items()
        if re.search(r"[A-Za-z]{2}", words[context, source]) and not CHINESE.search(text)
    }
    assert sorted(same - SAME_IN_BOTH) == []


def test_places_for_values_are_those_of_the_source(texts):
    wrong = [
        (source, text)
        for (_, source), text in texts.items()
        if sorted(set(PLACE.findall(source))) != sorted(set(PLACE.findall(text)))
    ]
    assert wrong == []


def test_mnemonics_and_dots_are_those_of_the_source(texts):
    wrong = []
    for (_, source), text in texts.items():
        keys, own = MNEMONIC.findall(source.upper()), MNEMONIC.findall(text)
        full_stop = source.endswith(".") == text.endswith("。")
        if keys != own or ("…" in source) != ("…" in text) or not full_stop:
            wrong.append((source, text))
    assert wrong == []


def test_packed_file_holds_every_translation(texts):
    packed = QTranslator()
    assert packed.load(str(CATALOGUE.with_suffix(".qm")))
    wrong = [key for key, text in texts.items() if packed.translate(*key) != text]
    assert wrong == [], "run `make translations`"


@pytest.fixture
def chinese(qapp, request) -> Iterator[MainWindow]:
    """The studio as it is in Chinese."""
    install_language(qapp, "zh_CN")
    yield request.getfixturevalue("studio")
    install_language(qapp, "en")


def test_every_menu_and_action_is_chinese(chinese):
    titles = [action.text() for action in chinese.menus.actions()]
    assert titles[:2] == ["文件(&F)", "编辑(&E)"]
    assert [title for title in titles if not CHINESE.search(title)] == []
    menus = chinese.menus.findChildren(QMenu)
    said = {plain(action.text()) for menu in menus for action in menu.actions()} - {""}
    assert len(said) > 40
    assert sorted(text for text in said if not CHINESE.search(text)) == sorted(MENU_WORDS)


def test_every_tooltip_is_chinese(chinese):
    chinese.session.document.select("dense_1")
    # What is too long shows itself in full; a plot's own menu is never opened.
    tips = {
        widget.toolTip()
        for widget in chinese.findChildren(QWidget)
        if widget.window() is chinese and widget.toolTip() != getattr(widget, "text", str)()
    } - {""}
    assert len(tips) > 60
    assert sorted(tip for tip in tips if not CHINESE.search(tip)) == []


def test_buttons_show_no_mnemonics(chinese):
    stop = chinese.bar.findChild(QWidget, "stopButton")
    assert stop.defaultAction().iconText() == "停止"
    assert stop.accessibleName() == "停止"


def test_chinese_glyphs_come_from_a_font_that_has_them(styled):
    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        pytest.skip("no Chinese font is installed")
    layout = QTextLayout("Dense 训练准确率：轮次", application_font())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    assert len({run.rawFont().familyName() for run in runs}) > 1
    assert all(0 not in run.glyphIndexes() for run in runs)
