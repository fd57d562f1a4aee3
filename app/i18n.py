"""The languages of the window, and the marks by which translators find its texts.

`python -m app.i18n_update` collects what is marked; README.md says how to translate it.
"""

import re
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.resources import i18n_dir

SOURCE = "en"
LANGUAGES = {SOURCE: "English", "zh_CN": "简体中文"}
"""What is offered, by code; each is called what its own speakers call it."""

ENGINE = "nncore"
"""The context of what nncore declares: help texts, names of settings, data sets, recipes."""

_installed: list[QTranslator] = []


def install_language(app: QCoreApplication, code: str) -> str:
    """Speak a language from here on; widgets that exist keep their words.

    Args:
        app: What the translations are installed in.
        code: One of `LANGUAGES`; "" for the system's, English where that is not offered.

    Returns:
        The code of the language spoken.
    """
    for old in _installed:
        app.removeTranslator(old)
    _installed.clear()
    spoken = code or offered_language(QLocale.system().uiLanguages())
    if spoken == SOURCE:
        return spoken
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # The newest is asked first: Qt's own words give way to ours.
    for name, folder in ((f"qtbase_{spoken}", qt), (f"vitrine_{spoken}", str(i18n_dir()))):
        translator = QTranslator()
        if translator.load(name, folder) and app.installTranslator(translator):
            _installed.append(translator)
    return spoken


def is_source_language() -> bool:
    """Whether the window speaks the language that its texts are written in."""
    return not _installed


def offered_language(wanted: Iterable[str]) -> str:
    """The first wanted language that is offered, English where none is.

    Args:
        wanted: Names as the system gives them, best first: "zh-Hans-CN", "de-DE".
    """
    for name in wanted:
        parts = name.replace("_", "-").split("-")
        if parts[0] == "en":
            return SOURCE
        # Who reads traditional characters is better served by the next wish.
        if parts[0] == "zh" and not {"Hant", "TW", "HK", "MO"} & set(parts):
            return "zh_CN"
    return SOURCE


def plain(text: str) -> str:
    """The text of an action without its mnemonic: "Open", "打开" of "打开(&O)"."""
    return re.sub(r"\(&.\)|&(.)", lambda found: found[1] or "", text)


def translate(context: str, text: str) -> str:
    """A text in the language of the window, where there is no QObject to ask."""
    return QCoreApplication.translate(context, text)


def mark(context: str, text: str) -> str:
    """Mark a text that is translated later, with `translate` and the same context.

    `QT_TRANSLATE_NOOP` by a short name, which `app.i18n_update` tells to lupdate.
    """
    return text


def engine_text(text: str) -> str:
    """A text that nncore declares, in the language of the window."""
    return QCoreApplication.translate(ENGINE, text) if text else ""
