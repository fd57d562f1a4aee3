"""The languages of the window: which is spoken, and that it is spoken everywhere."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from app.i18n import LANGUAGES, install_language, offered_language
from app.language_menu import LanguageMenu
from app.notify import notifier
from app.settings import Settings


@pytest.fixture
def spoken(qapp) -> Iterator[None]:
    """Whatever is spoken in the test, English afterwards."""
    yield
    install_language(qapp, "en")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (["en-US", "zh-CN"], "en"),
        (["zh-Hans-CN", "zh-CN", "zh-Hans", "zh"], "zh_CN"),
        (["zh"], "zh_CN"),
        (["de-DE", "zh_SG"], "zh_CN"),
        (["zh-Hant-TW", "zh-TW", "en-GB"], "en"),
        (["de-DE", "fr"], "en"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_system_gets_the_first_of_its_languages_that_is_offered(wanted, code):
    assert offered_language(wanted) == code
    assert code in LANGUAGES


def test_language_can_be_changed_and_taken_back(qapp, spoken):
    def file() -> str:
        return QCoreApplication.translate("Actions", "&File")

    assert install_language(qapp, "zh_CN") == "zh_CN"
    assert file() == "文件(&F)"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"  # Qt's own
    assert install_language(qapp, "en") == "en"
    assert file() == "&File"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_menu_saves_the_choice_and_says_when_it_counts(qtbot, tmp_path):
    settings = Settings(tmp_path / "settings.json")
    menu = LanguageMenu(settings)
    qtbot.addWidget(menu)
    texts = [action.text() for action in menu.actions()]
    assert texts == ["&System", "English", "简体中文"]
    assert ticked(menu) == ["&System"]
    with qtbot.waitSignal(notifier().message) as said:
        menu.actions()[2].trigger()
    with qtbot.assertNotEmitted(notifier().message):
        menu.actions()[2].trigger()
    assert Settings(tmp_path / "settings.json").language == "zh_CN"
    assert ticked(menu) == ["简体中文"]
    assert said.args == ["Vitrine speaks this language when it is started again.", "info"]
    settings.reset()
    menu.aboutToShow.emit()
    assert ticked(menu) == ["&System"]


def ticked(menu: LanguageMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isChecked()]


def test_window_offers_the_languages_in_its_view_menu(studio):
    menu = studio.menus.findChild(LanguageMenu, "menu.language")
    assert menu.menuAction() in studio.menus.findChild(type(menu).__base__, "menu.view").actions()
    assert menu.findChild(QAction, "action.language_zh_CN").text() == "简体中文"


def test_unknown_language_is_refused_in_one_line():
    ran = subprocess.run(
        [sys.executable, "-m", "app", "--language", "tlh"], capture_output=True, text=True
    )
    assert ran.returncode == 2
    assert "--language" in ran.stderr
    assert all(code in ran.stderr for code in LANGUAGES)
    assert len(ran.stderr.splitlines()) == 1
