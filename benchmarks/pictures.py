"""Takes a picture of every view of the window, in both themes, languages and sizes.

    python benchmarks/pictures.py --out pictures

For looking at them one by one: nothing may be clipped, overlap, or lack a label. No display is
needed; the settings of the user are neither read nor written.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise, product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QScrollBar

from app.garbage import GarbageKeeper
from app.i18n import LANGUAGES, install_language
from app.jobs.session import Session
from app.jobs.training import Status
from app.main_window import MainWindow
from app.settings import Settings
from app.theme import apply_application_style, theme
from app.widgets.section import Section
from nncore.layers import Dense

SIZES = ((1440, 900), (1024, 700))
THEMES = ("light", "dark")
SEVEN = ((0.3, 0.22), (0.7, 0.22), (0.6, 0.5), (0.45, 0.8))


class Studio:
    """A window to be pictured, with a run that has learned a little."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.window = MainWindow(Session(), Settings(safe_mode=True))
        self.window.resize(*size)
        self.window.show()
        self.session = self.window.session
        self.panels = self.window.layout_
        self.session.begin()
        self.until(lambda: self.session.training.status is Status.READY)
        self.window._on_reset_layout()
        self.draw(SEVEN)
        self.train(2.0)

    @staticmethod
    def wait(seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def until(self, done: Callable[[], bool]) -> None:
        while not done():
            self.wait(0.02)

    def train(self, seconds: float) -> None:
        self.session.train_when_ready()
        self.wait(seconds)
        self.session.training.pause()
        self.until(lambda: self.session.training.status is not Status.RUNNING)

    def draw(self, points: tuple[tuple[float, float], ...]) -> None:
        canvas, button = self.panels.pad.canvas, Qt.MouseButton.LeftButton
        side = canvas.width()
        at = [QPoint(round(x * side), round(y * side)) for x, y in points]
        QTest.mousePress(canvas, button, pos=at[0])
        for begin, end in pairwise(at):
            for part in range(1, 9):
                QTest.mouseMove(canvas, begin + (end - begin) * part / 8)
        QTest.mouseRelease(canvas, button, pos=at[-1])

    def open(self, recipe: str) -> None:
        self.session.document.forget_changes()
        self.session.open_recipe(recipe)
        self.wait(1.2)

    def close(self) -> None:
        self.session.document.forget_changes()
        self.window.close()


Scene = Callable[[Studio], None]


def tab(name: str) -> Scene:
    """One of the tabs in the middle."""

    def show(studio: Studio) -> None:
        view = getattr(studio.panels, name)
        studio.panels.tabs.setTabVisible(studio.panels.tabs.indexOf(view), True)
        studio.panels.tabs.setCurrentWidget(view)

    return show


def weights(view: str) -> Scene:
    """One of the views of the weights."""

    def show(studio: Studio) -> None:
        studio.panels.weights._view.button(view).click()

    return show


def pad(view: str) -> Scene:
    """One of the views beside the drawing, with the colours of why."""

    def show(studio: Studio) -> None:
        studio.panels.pad._views.choose(view)
        studio.panels.pad._why_chip.setChecked(True)

    return show


def layer(studio: Studio) -> None:
    """The settings of a layer."""
    studio.session.document.select("dense_1")
    studio.panels.inspector.open_layer()


def small_resnet(studio: Studio) -> None:
    """A network with a skip connection on the canvas, one layer selected."""
    studio.open("small-resnet")
    studio.session.document.select("conv_2")
    tab("canvas")(studio)


def missing_data(studio: Studio) -> None:
    """A recipe whose data are not on this computer."""
    studio.session.use_data_dir("/nowhere")
    studio.open("nielsen-30")


def diverged(studio: Studio) -> None:
    """A run with far too large a learning rate."""
    studio.open("first-digits")
    optimizer = studio.session.config.optimizer.replace(learning_rate=50.0)
    studio.session.document.edit_config("Change", optimizer=optimizer)
    studio.train(2.5)


def broken(studio: Studio) -> None:
    """A layer that cannot stand where it is."""
    studio.open("first-digits")
    spec = studio.session.config.spec.remove("flatten_1")
    studio.session.document.edit_config("Change", spec=spec)


def blank(studio: Studio) -> None:
    """A project without layers."""
    studio.session.open_blank()
    studio.wait(0.5)


def several_outputs(studio: Studio) -> None:
    """A network with an output of its own for what the first layer knows."""
    studio.open("first-digits")
    spec = studio.session.config.spec
    spec = spec.insert(len(spec.layers), Dense(units=10, activation="softmax"), "early")
    spec = spec.connect("early", ["dense_1"]).with_outputs("dense_3", "early")
    studio.session.document.edit_config("Change", spec=spec)
    studio.wait(0.5)
    tab("canvas")(studio)


def training_form(studio: Studio) -> None:
    """How the network is trained, with every section open."""
    studio.open("first-digits")
    studio.panels.inspector.show_page("training")
    for section in studio.panels.inspector.findChildren(Section):
        section.set_open(True)
    studio.wait(0.1)
    for bar in studio.panels.inspector.findChildren(QScrollBar):
        bar.setValue(bar.maximum() // 2)


def menus(*names: str) -> Scene:
    """A menu, and one inside of it, open where the window has them."""

    def show(studio: Studio) -> None:
        corner = studio.window.mapToGlobal(QPoint(340, 90))
        for name in names:
            menu = studio.window.findChild(QMenu, name)
            assert menu is not None, name
            menu.popup(corner)
            corner += QPoint(menu.sizeHint().width() - 6, 24)

    return show


SCENES: dict[str, Scene] = {
    "network": tab("network"),
    "activations": tab("activations"),
    "mistakes": tab("mistakes"),
    "canvas": tab("canvas"),
    "weights-gradient": weights("gradient"),
    "weights-histogram": weights("spread"),
    "weights-time": weights("time"),
    "pad-steps": pad("steps"),
    "pad-similar": pad("similar"),
    "pad-history": pad("history"),
    "layer": layer,
    "palette": lambda studio: studio.window.commands.open(),
    "welcome": lambda studio: studio.window.welcome.show_again(),
    "export": lambda studio: studio.window.files.export(),
    "small-resnet": small_resnet,
    "broken": broken,
    "diverged": diverged,
    "missing-data": missing_data,
    "several-outputs": several_outputs,
    "training-form": training_form,
    "menu-file": menus("menu.file"),
    "menu-view": menus("menu.view", "menu.language"),
    "menu-recipes": menus("menu.recipes", "menu.recipes.0"),
    "menu-plot": menus("lossMenu"),
    "blank": blank,
}


@contextmanager
def studio_of(size: tuple[int, int]) -> Iterator[Studio]:
    studio = Studio(size)
    try:
        yield studio
    finally:
        studio.close()


@contextmanager
def painting(image: QPixmap) -> Iterator[QPainter]:
    painter = QPainter(image)
    try:
        yield painter
    finally:
        painter.end()


def picture(studio: Studio, scene: Scene, path: Path) -> None:
    """Bring a scene about and save what is seen; a dialog stands over the window."""
    scene(studio)
    studio.wait(0.9)
    image = studio.window.grab()
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        top = dialog.grab()
        image = image if dialog is studio.window else top
        dialog.close()
        studio.wait(0.05)
    popups = [m for m in studio.window.findChildren(QMenu) if m.isVisible()]
    for menu in popups:
        with painting(image) as painter:
            painter.drawPixmap(studio.window.mapFromGlobal(menu.pos()), menu.grab())
    for menu in popups:
        menu.hide()
    image.save(str(path))
    if studio.window.commands.palette is not None:  # it is no dialog
        studio.window.commands.palette.hide()
    print(path, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scene", action="append", choices=SCENES, help="default: all")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    apply_application_style(application)
    GarbageKeeper(application)
    names = options.scene or list(SCENES)
    for language, size in product(LANGUAGES, SIZES):
        install_language(application, language)
        with studio_of(size) as studio:
            for name, mode in product(names, THEMES):
                theme().set_mode(mode)
                file = f"{name}-{size[0]}-{language}-{mode}.png"
                picture(studio, SCENES[name], options.out / file)


if __name__ == "__main__":
    main()
