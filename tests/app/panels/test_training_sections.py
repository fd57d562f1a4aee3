"""Schedule, clipping, policies and augmentation in the inspector's training page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from app.editor.training_sections import AUGMENT, CLIPPING, SCHEDULE
from app.jobs.training import Status
from app.panels.inspector import InspectorPanel
from nncore.hyperparameters import hyperparameters_of
from nncore.layers import Dense
from nncore.schedules import SCHEDULES, CosineDecay, WarmUp
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.policies import POLICIES, EarlyStopping, Guard, ReduceLROnPlateau


@pytest.fixture
def panel(ready, qtbot):
    panel = InspectorPanel(ready)
    qtbot.addWidget(panel)
    panel.resize(300, 700)
    panel.show()
    return panel


def config(panel) -> RunConfig:
    return panel._document.config


def undo(panel) -> str:
    stack = panel._document.undo_stack
    text = stack.undoText()
    stack.undo()
    return text


def open_section(panel, name: str) -> None:
    button = panel.sections.section(name).button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.sections.section(name).is_open()


def commit(field: QLineEdit, text: str) -> None:
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def pick(choice: QComboBox, text: str) -> None:
    QTest.keyClick(choice, Qt.Key.Key_Home)
    for _ in range(choice.count()):
        if choice.currentText() == text:
            return
        QTest.keyClick(choice, Qt.Key.Key_Down)
    raise AssertionError(text)


def test_every_section_is_closed_at_first_and_says_what_is_inside(panel):
    for name in (SCHEDULE, CLIPPING, *POLICIES, AUGMENT):
        section = panel.sections.section(name)
        assert not section.is_open()
        assert section.summary() == "off"
        assert "closed" in section.button.accessibleName()
        assert section.button.toolTip()


def test_open_section_can_be_closed_again(panel):
    open_section(panel, AUGMENT)
    assert panel.sections.augment.isVisible()
    assert "open" in panel.sections.section(AUGMENT).button.accessibleName()
    QTest.mouseClick(panel.sections.section(AUGMENT).button, Qt.MouseButton.LeftButton)
    assert not panel.sections.augment.isVisible()


@pytest.mark.parametrize("name", list(SCHEDULES))
def test_every_schedule_can_be_chosen_with_its_settings_and_undone(panel, name):
    open_section(panel, SCHEDULE)
    form = panel.sections.kind_form(SCHEDULE)
    pick(form.choice, name)
    assert config(panel).schedule == SCHEDULES[name]()
    shown = {path[0] for path in form.form._fields}
    assert shown == {hyper.name for hyper in hyperparameters_of(SCHEDULES[name])}
    assert panel.sections.section(SCHEDULE).summary().startswith(name)
    while panel._document.undo_stack.canUndo():
        undo(panel)
    assert config(panel).schedule is None
    assert form.choice.currentText() == "none"


def test_schedule_after_the_warm_up_is_chosen_within_it(panel):
    open_section(panel, SCHEDULE)
    form = panel.sections.kind_form(SCHEDULE)
    panel._document.edit_config("Warm up", schedule=WarmUp())
    then = form.form.field("then")
    words = [then.choice.itemText(i) for i in range(then.choice.count())]
    assert words == ["none", *(name for name in SCHEDULES if name != "WarmUp")]
    pick(then.choice, "CosineDecay")
    assert config(panel).schedule == WarmUp(then=CosineDecay())
    commit(then.form.field("alpha"), "0.2")
    assert config(panel).schedule == WarmUp(then=CosineDecay(alpha=0.2))
    assert undo(panel) == "Change then.alpha of WarmUp"
    assert config(panel).schedule == WarmUp(then=CosineDecay())


def test_setting_that_may_be_none_has_a_tick_that_begins_with_a_sensible_number(panel):
    open_section(panel, CLIPPING)
    for name, begin in (("clip_norm", 1.0), ("clip_value", 0.5), ("ema_decay", 0.999)):
        field = panel.sections.clipping.field(name)
        field.findChild(QAbstractButton).click()
        assert getattr(config(panel), name) == begin
        commit(field.findChild(QLineEdit), "0.25")
        assert getattr(config(panel), name) == 0.25
        field.findChild(QAbstractButton).click()
        assert getattr(config(panel), name) is None
    assert panel.sections.section(CLIPPING).summary() == "off"


def test_tick_is_undone(panel):
    open_section(panel, CLIPPING)
    panel.sections.clipping.field("clip_norm").findChild(QAbstractButton).click()
    assert panel.sections.section(CLIPPING).summary() == "clip norm 1"
    assert undo(panel) == "Change clip norm"
    assert config(panel).clip_norm is None
    assert panel.sections.section(CLIPPING).summary() == "off"


@pytest.mark.parametrize("name", list(POLICIES))
def test_every_policy_is_ticked_changed_and_undone(panel, name):
    open_section(panel, name)
    form = panel.sections.kind_form(name)
    assert not form.form.isVisible()
    form.choice.click()
    assert config(panel).policies == (POLICIES[name](),)
    assert form.form.isVisible()
    assert panel.sections.section(name).summary() == "on"
    field = next(f for f in form.form.fields() if isinstance(f, QLineEdit))
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert config(panel).policies != (POLICIES[name](),)
    undo(panel)  # both steps at once
    assert config(panel).policies == (POLICIES[name](),)
    form.choice.click()
    assert config(panel).policies == ()
    undo(panel)
    undo(panel)
    assert config(panel).policies == ()
    assert not form.choice.isChecked()


def test_other_policies_stay_as_they_are(panel):
    others = (Guard(every=7), ReduceLROnPlateau(factor=0.5))
    first, last = EarlyStopping(patience=2), EarlyStopping(monitor="loss")
    panel._document.edit_config("Rules", policies=(others[0], first, last, others[1]))
    commit(panel.sections.kind_form("EarlyStopping").form.field("patience"), "9")
    changed = first.replace(patience=9)
    assert config(panel).policies == (others[0], changed, last, others[1])
    panel.sections.kind_form("EarlyStopping").choice.click()
    assert config(panel).policies == others


def test_augmentation_is_kept_as_the_run_writes_it(panel):
    open_section(panel, AUGMENT)
    commit(panel.sections.augment.field("rotate"), "10")
    commit(panel.sections.augment.field("shift"), "2")
    assert config(panel).augment == {"shift": 2.0, "rotate": 10.0}
    assert panel.sections.section(AUGMENT).summary() == "shift 2, rotate 10"
    assert RunConfig.from_json(config(panel).to_json()) == config(panel)
    commit(panel.sections.augment.field("rotate"), "0")
    commit(panel.sections.augment.field("shift"), "0")
    assert config(panel).augment == {}


def test_number_out_of_range_changes_nothing_and_says_why(panel):
    open_section(panel, AUGMENT)
    field = panel.sections.augment.field("rotate")
    commit(field, "200")
    assert field.property("invalid")
    assert "180" in field.toolTip()
    assert config(panel).augment == {}


def test_policy_that_watches_what_is_not_measured_says_so_where_it_is(panel, ready):
    panel._document.edit_config("No validation", validation_split=0.0)
    panel.sections.kind_form("EarlyStopping").choice.click()
    section = panel.sections.section("EarlyStopping")
    assert section.is_open()
    assert "watches val_loss" in panel.sections.problem("EarlyStopping")
    assert panel.sections.kind_form("EarlyStopping").form.field("monitor").property("invalid")
    assert "watches val_loss" in ready.blocked
    mends = [chip for chip in section.findChildren(QAbstractButton) if ".mend" in chip.objectName()]
    assert [chip.text() for chip in mends] == ["Set validation share to 0.1", "Watch loss"]
    mends[1].click()
    assert config(panel).policies == (EarlyStopping(monitor="loss"),)
    assert ready.blocked == panel.sections.problem("EarlyStopping") == ""
    undo(panel)
    mends[0].click()
    assert config(panel).validation_split == 0.1
    assert ready.blocked == panel.sections.problem("EarlyStopping") == ""


def test_augmentation_of_what_is_no_picture_says_so_and_can_be_taken_away(panel, ready):
    flat = NetworkSpec.chain((784,), [Dense(units=10, activation="softmax")])
    panel._document.edit_config("Flat", spec=flat, augment={"shift": 2})
    assert "pictures" in panel.sections.problem(AUGMENT)
    assert "pictures" in ready.blocked
    panel.sections.section(AUGMENT).findChild(QAbstractButton, "section.augment.mend0").click()
    assert config(panel).augment == {}
    assert ready.blocked == ""


def test_run_trains_with_all_of_them(panel, ready, qtbot):
    with qtbot.waitSignal(ready.training.prepared):
        panel._document.edit_config(
            "All",
            schedule=WarmUp(warmup_steps=2, then=CosineDecay()),
            clip_norm=1.0,
            ema_decay=0.9,
            policies=[kind() for kind in POLICIES.values()],
            augment={"shift": 1},
            epochs=1,
        )
    ready.train()
    qtbot.waitUntil(lambda: ready.training.status is Status.FINISHED)


def test_fields_have_names_of_their_own_and_fit_a_narrow_dock(panel):
    panel._document.edit_config(
        "All",
        schedule=WarmUp(then=CosineDecay()),
        policies=[kind() for kind in POLICIES.values()],
    )
    for name in (SCHEDULE, CLIPPING, *POLICIES, AUGMENT):
        panel.sections.section(name).set_open(True)
    fields = panel.sections.fields()
    names = [field.objectName() for field in fields]
    assert len(set(names)) == len(names)
    assert all(field.accessibleName() and field.toolTip() for field in fields)
    assert panel.sections.minimumSizeHint().width() <= 210
