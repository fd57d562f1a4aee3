"""Draws every widget in both themes: `python tests/app/widget_gallery.py FOLDER`."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDockWidget,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSlider,
    QSpinBox,
    QTableView,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.icons import app_icon, bind_icon
from app.resources import icons_dir
from app.theme import apply_application_style, theme
from app.widgets.card import Card
from app.widgets.chip import Chip
from app.widgets.elide_label import ElideLabel
from app.widgets.empty_state import EmptyState
from app.widgets.error_dialog import ErrorDialog
from app.widgets.fields import (
    BoolField,
    ChoiceField,
    FloatField,
    IntField,
    IntTupleField,
    OptionalField,
    TextField,
)
from app.widgets.flow_layout import FlowLayout
from app.widgets.metric_card import MetricCard
from app.widgets.progress import ProgressReadout
from app.widgets.segmented import Segmented
from app.widgets.toast import Toast


def label(text: str, role: str = "") -> QLabel:
    made = QLabel(text)
    made.setProperty("role", role)
    return made


def data_card() -> Card:
    card = Card("Data")
    chip = Chip("MNIST", "data.source")
    menu = QMenu(chip)
    menu.addAction("Fashion-MNIST")
    chip.set_menu(menu)
    card.add_header_widget(chip)
    card.body.addWidget(label("48,000 train · 12,000 validation · 10,000 test", "small"))
    return card


def architecture_card() -> Card:
    card = Card("Architecture", "51,450")
    card.add_header_widget(Chip("stack", checkable=True))
    card.add_header_widget(Chip("canvas", checkable=True))
    card.findChildren(Chip)[0].setChecked(True)
    flow = FlowLayout(spacing=5)
    for name in ("Dense", "Conv2D", "MaxPooling2D", "Dropout", "BatchNorm", "LSTM", "Add"):
        flow.addWidget(Chip(f"+ {name}", strong=True))
    flow.addWidget(Chip("more…", strong=True))
    card.body.addLayout(flow)
    return card


def inspector_card() -> Card:
    card = Card("Dense", "dense_1")
    card.add_header_widget(Chip("? y = f(xW + b)"))
    form = QFormLayout()
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(6)
    wrong = FloatField(0.5, "rate", maximum=0.9)
    wrong.setText("1.5")
    wrong.setModified(True)
    wrong.commit()
    disabled = TextField("dense_1", "name")
    disabled.setEnabled(False)
    off = ChoiceField(["sgd"])
    off.setEnabled(False)
    rows = {
        "units": IntField(64, "units", minimum=1),
        "activation": ChoiceField(["relu", "sigmoid", "tanh"], name="activation"),
        "initializer": ChoiceField([("he_normal", "he_normal")], name="initializer"),
        "L2 on kernel": FloatField(1e-4, "l2", log=True),
        "kernel size": IntTupleField((5, 5), "kernel"),
        "rate (wrong)": wrong,
        "seed": OptionalField(IntField(0, "seed"), 7, "seed"),
        "clip norm": OptionalField(FloatField(1.0, "clip"), None, "clip"),
        "use bias": BoolField(True, "bias"),
        "name (off)": disabled,
        "optimizer (off)": off,
    }
    for text, field in rows.items():
        form.addRow(label(text, "muted"), field)
    card.body.addLayout(form)
    return card


def buttons_card() -> Card:
    card = Card("Buttons", "states")
    grid = QGridLayout()
    grid.setSpacing(8)
    for row, (name, properties) in enumerate(
        (("Train", {"primary": True}), ("Stop", {}), ("Delete", {"danger": True}))
    ):
        for column, state in enumerate(("normal", "disabled", "checked")):
            button = QPushButton(name)
            button.setObjectName(f"{name}.{state}")
            for key, value in properties.items():
                button.setProperty(key, value)
            icon = {"Train": "play", "Stop": "stop", "Delete": "remove"}[name]
            token = {"Train": "on_accent", "Stop": "text", "Delete": "danger"}[name]
            bind_icon(button, icon, token)
            button.setEnabled(state != "disabled")
            button.setCheckable(state == "checked")
            button.setChecked(state == "checked")
            grid.addWidget(button, row, column)
    card.body.addLayout(grid)
    choice = Segmented("View", "view", exclusive=True)
    for key in ("histogram", "norm", "gradient"):
        choice.add_button(key, key)
    card.body.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
    ticks = QHBoxLayout()
    for box in (QCheckBox("shuffle"), QCheckBox("some"), QCheckBox("off")):
        ticks.addWidget(box)
    card.body.addLayout(ticks)
    boxes = [ticks.itemAt(i).widget() for i in range(3)]
    boxes[0].setChecked(True)
    boxes[1].setTristate(True)
    boxes[1].setCheckState(Qt.CheckState.PartiallyChecked)
    boxes[2].setEnabled(False)
    radios = QHBoxLayout()
    for index, text in enumerate(("mean", "median")):
        radio = QRadioButton(text)
        radio.setChecked(index == 0)
        radios.addWidget(radio)
    spin = QSpinBox()
    spin.setValue(12)
    radios.addWidget(spin)
    card.body.addLayout(radios)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(60)
    card.body.addWidget(slider)
    elided = ElideLabel("a very long name of a layer that does not fit in here, surely not")
    card.body.addWidget(elided)
    return card


def icons_card() -> Card:
    card = Card("Icons", "20 × 20")
    flow = FlowLayout(spacing=2)
    for path in sorted(icons_dir().glob("*.svg")):
        if path.stem != "vitrine":
            button = QToolButton()
            bind_icon(button, path.stem)
            flow.addWidget(button)
    off = QToolButton()
    bind_icon(off, "save")
    off.setEnabled(False)
    flow.addWidget(off)
    card.body.addLayout(flow)
    return card


def tabs_card() -> Card:
    card = Card(margins=(0, 0, 0, 0))
    tabs = QTabWidget()
    model = QStandardItemModel(6, 3)
    model.setHorizontalHeaderLabels(["run", "accuracy", "loss"])
    for row in range(6):
        for column, text in enumerate((f"run {row + 1}", f"{97.1 + row / 10:.2f} %", "0.105")):
            model.setItem(row, column, QStandardItem(text))
    table = QTableView()
    table.setModel(model)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.selectRow(1)
    table.setFrameShape(QTableView.Shape.NoFrame)
    tabs.addTab(table, "Network")
    for name in ("Weights", "Activations", "Boundary", "Backprop", "Mistakes"):
        tabs.addTab(EmptyState("layers", "Nothing here."), name)
    card.body.addWidget(tabs)
    return card


def scroll_card() -> Card:
    card = Card("Scrolling")
    area = QScrollArea()
    inner = QWidget()
    column = QVBoxLayout(inner)
    for number in range(30):
        column.addWidget(QLabel(f"epoch {number + 1}   loss {1 / (number + 1):.4f}"))
    area.setWidget(inner)
    area.setFixedHeight(130)
    card.body.addWidget(area)
    text = QPlainTextEdit("import nncore\n\nconfig = nncore.load_recipe('nielsen-30')")
    text.setFixedHeight(70)
    card.body.addWidget(text)
    group = QGroupBox("Group")
    QVBoxLayout(group).addWidget(QLabel("inside"))
    card.body.addWidget(group)
    return card


def metrics() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(MetricCard("validation accuracy", "97.41 %"))
    row.addWidget(MetricCard("macro F1", "0.974"))
    gap = MetricCard("gap train − val")
    gap.set_value("1.9", "caution")
    row.addWidget(gap)
    return row


def toolbar(window: QMainWindow) -> None:
    bar = window.addToolBar("Run")
    bar.setMovable(False)
    recipe = QPushButton("Recipe  keras-adam")
    recipe.setProperty("menu", True)
    recipe.setMenu(QMenu(recipe))
    bar.addWidget(recipe)
    train = QPushButton("Train")
    train.setProperty("primary", True)
    bind_icon(train, "play", "on_accent")
    bar.addWidget(train)
    step = Segmented("Step", "step")
    for key in ("sample", "batch", "epoch"):
        step.add_action(QAction(key, step), key)
    bar.addWidget(step)
    for name, icon in (("Stop", "stop"), ("Reset", "reset")):
        button = QPushButton(name)
        bind_icon(button, icon)
        bar.addWidget(button)
    bar.addWidget(label("Speed", "muted"))
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setFixedWidth(80)
    slider.setValue(70)
    bar.addWidget(slider)
    progress = ProgressReadout("progress")
    progress.set_progress(10 / 12, "Epoch 10 / 12", "61,200 samples/s", "ETA 0:08")
    bar.addWidget(progress)
    for icon in ("undo", "redo", "theme"):
        tool = QToolButton()
        tool.setProperty("outlined", True)
        bind_icon(tool, icon)
        bar.addWidget(tool)


def build() -> QMainWindow:
    window = QMainWindow()
    window.setWindowIcon(app_icon())
    for name in ("File", "Edit", "View", "Network", "Train", "Learn", "Help"):
        menu = window.menuBar().addMenu(name)
        menu.addAction("Open…").setShortcut("Ctrl+O")
        menu.addAction("Save").setEnabled(False)
        menu.addSeparator()
        tick = menu.addAction("Show grid")
        tick.setCheckable(True)
        tick.setChecked(True)
        other = menu.addAction("Snap")
        other.setCheckable(True)
        menu.addMenu("Recent").addAction("digits.vitrine")
        bind_icon(menu.actions()[0], "open")
    toolbar(window)
    centre = QWidget()
    columns = QHBoxLayout(centre)
    columns.setContentsMargins(8, 8, 8, 8)
    columns.setSpacing(8)
    left, middle, right = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
    for column, stretch in ((left, 3), (middle, 5), (right, 4)):
        column.setSpacing(8)
        columns.addLayout(column, stretch)
    left.addWidget(data_card())
    left.addWidget(architecture_card())
    left.addWidget(inspector_card())
    left.addStretch(1)
    middle.addWidget(tabs_card(), 1)
    middle.addWidget(icons_card())
    empty = Card("Runs")
    empty.body.addWidget(
        EmptyState("data", "No run yet. Press Train to make the first.", "Train now", "runs")
    )
    middle.addWidget(empty)
    loss = Card("Loss", "cross-entropy")
    for chip in (Chip("smooth 0.6"), Chip("log", checkable=True), Chip("···")):
        loss.add_header_widget(chip)
    right.addWidget(loss)
    right.addLayout(metrics())
    right.addWidget(buttons_card())
    right.addWidget(scroll_card())
    right.addStretch(1)
    window.setCentralWidget(centre)
    dock = QDockWidget("Time machine", window)
    time_machine = Card("Time machine", "step 3,520")
    time_machine.add_header_widget(Chip("Branch from here"))
    slider = QSlider(Qt.Orientation.Horizontal)
    time_machine.body.addWidget(slider)
    dock.setTitleBarWidget(time_machine.detach_header())
    dock.setWidget(time_machine)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    window.resize(1440, 960)
    return window


def save_all(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_application_style(application)
    window = build()
    window.show()
    toast = Toast(window)
    dialog = ErrorDialog("logs", window)
    details = "Traceback (most recent call last):\n  File …\nZeroDivisionError: division by zero"
    for mode in ("light", "dark"):
        theme().set_mode(mode)
        toast.show_message("Saved digits.vitrine", "success")
        application.processEvents()
        window.grab().save(str(folder / f"gallery-{mode}.png"))
        menu = window.menuBar().actions()[0].menu()
        menu.popup(QPoint(0, 0))
        menu.setActiveAction(menu.actions()[0])
        application.processEvents()
        menu.grab().save(str(folder / f"menu-{mode}.png"))
        menu.hide()
        choice = window.findChildren(ChoiceField)[0]
        choice.showPopup()
        application.processEvents()
        choice.view().parentWidget().grab().save(str(folder / f"popup-{mode}.png"))
        choice.hidePopup()
        dialog.show_error("ZeroDivisionError: division by zero (3 times)", details)
        application.processEvents()
        dialog.grab().save(str(folder / f"error-{mode}.png"))
        dialog.hide()


if __name__ == "__main__":
    save_all(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery"))
