from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.document import UNDO_LIMIT, Document
from app.project import Project, ViewChoices
from nncore.errors import ShapeError, SpecError
from nncore.layers import Dense, Dropout
from nncore.optimizers import SGD, Adam
from nncore.spec import Inference


@pytest.fixture
def document(qapp) -> Document:
    return Document(Project.from_recipe("first-digits"))


def edit_spec(document: Document, change, key: str = "") -> bool:
    return document.edit(
        "Change",
        lambda project: project.with_config(
            project.config.replace(spec=change(project.config.spec))
        ),
        merge_key=key,
    )


# Edits


def test_new_document_is_clean_and_cannot_be_undone(document):
    assert not document.modified
    assert not document.undo_stack.canUndo()
    assert document.path is None
    assert document.selection == ""


def test_edit_tells_the_old_and_the_new_project(qtbot, document):
    old = document.project
    with qtbot.waitSignal(document.project_changed) as told:
        assert document.edit_config("Change", batch_size=5)
    assert told.args == [old, document.project]
    assert document.config.batch_size == 5
    assert document.modified


def test_edit_that_changes_nothing_leaves_no_trace(qtbot, document):
    with qtbot.assertNotEmitted(document.project_changed):
        assert document.edit_config("Change", batch_size=document.config.batch_size)
    assert not document.undo_stack.canUndo()
    assert not document.modified


@pytest.mark.parametrize(
    ("changes", "word"),
    [({"batch_size": 0}, "batch_size"), ({"loss": "none"}, "none"), ({"seed": -1}, "seed")],
)
def test_refused_edit_leaves_the_project_and_tells_why(qtbot, document, changes, word):
    before = document.project
    with (
        qtbot.assertNotEmitted(document.project_changed),
        qtbot.waitSignal(document.refused) as told,
    ):
        assert not document.edit_config("Change", **changes)
    assert word in told.args[0]
    assert document.project is before
    assert not document.undo_stack.canUndo()
    assert not document.modified


@pytest.mark.parametrize("error", [SpecError("no"), ShapeError("no")])
def test_edit_that_raises_is_refused_in_its_words(qtbot, document, error):
    def edit(_project):
        raise error

    with qtbot.waitSignal(document.refused) as told:
        assert not document.edit("Change", edit)
    assert told.args == ["no"]


def test_edits_with_one_key_are_undone_as_one(document):
    start = document.project
    for size in (33, 34, 35):
        document.edit_config("Change", "batch", batch_size=size)
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.project == start
    document.undo_stack.redo()
    assert document.config.batch_size == 35


def test_inference_follows_edits_and_undo(document):
    count = document.inference.param_count
    edit_spec(document, lambda spec: spec.change("dense_2", units=9))
    assert document.inference == document.config.spec.infer()
    assert document.inference.param_count != count
    edit_spec(document, lambda spec: spec.remove("flatten_1"))
    assert document.inference.error is not None
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.inference.error is None
    assert document.inference.param_count == count


def test_history_ends_at_its_limit(document):
    for seed in range(1, UNDO_LIMIT + 20):
        document.edit_config("Change", seed=1000 + seed)
    assert document.undo_stack.count() == UNDO_LIMIT


# The modified mark and the file


def test_save_cleans_and_undo_past_it_dirties(document):
    document.edit_config("Change", batch_size=5)
    document.mark_saved(Path("a.vitrine"))
    assert not document.modified
    assert document.path == Path("a.vitrine")
    document.undo_stack.undo()
    assert document.modified
    document.undo_stack.redo()
    assert not document.modified


def test_training_dirties_until_saved(qtbot, document):
    with qtbot.waitSignal(document.file_changed):
        document.mark_trained()
    assert document.modified
    with qtbot.assertNotEmitted(document.file_changed):
        document.mark_trained()
    document.mark_saved(Path("a.vitrine"))
    assert not document.modified


def test_undo_does_not_clean_what_was_trained(document):
    document.edit_config("Change", batch_size=5)
    document.mark_trained()
    document.undo_stack.undo()
    assert document.modified


def test_file_that_holds_an_older_project_cleans_nothing(document):
    document.edit_config("Change", batch_size=5)
    saved = document.project
    document.edit_config("Change", seed=5)
    document.mark_trained()
    document.mark_saved(Path("a.vitrine"), saved)
    assert document.path == Path("a.vitrine")
    assert document.modified
    for _ in range(2):
        document.undo_stack.undo()
        assert document.modified


def test_every_change_of_the_mark_is_told(qtbot, document):
    marks = []
    document.file_changed.connect(lambda: marks.append(document.modified))
    document.edit_config("Change", batch_size=5)
    document.undo_stack.undo()
    document.undo_stack.redo()
    document.forget_changes()
    assert marks[:3] == [True, False, True]
    assert marks[-1] is False


def test_opening_replaces_everything(qtbot, document):
    document.edit_config("Change", batch_size=5)
    document.mark_trained()
    document.select("dense_1")
    other = Project.from_recipe("worked-example")
    with qtbot.waitSignals([document.project_changed, document.project_opened], order="strict"):
        document.open(other, Path("b.vitrine"))
    assert document.project == other
    assert document.path == Path("b.vitrine")
    assert not document.modified
    assert not document.undo_stack.canUndo()
    assert document.selection == ""
    assert document.inference == other.config.spec.infer()


# The selection


def test_selection_falls_away_with_its_layer(qtbot, document):
    document.select("dense_2")
    with qtbot.waitSignal(document.selection_changed) as told:
        edit_spec(document, lambda spec: spec.remove("dense_2"))
    assert told.args == [""]
    assert document.selection == ""


def test_selection_stays_with_another_layer(qtbot, document):
    document.select("dense_1")
    with qtbot.assertNotEmitted(document.selection_changed):
        edit_spec(document, lambda spec: spec.remove("dense_2"))
    assert document.selection == "dense_1"


def test_whoever_hears_of_a_change_finds_a_selection_that_exists(document):
    seen = []

    def look() -> None:
        names = {node.name for node in document.config.spec.layers}
        seen.append(document.selection in names | {""})

    document.project_changed.connect(look)
    document.selection_changed.connect(look)
    document.select("dense_2")
    edit_spec(document, lambda spec: spec.remove("dense_2"))
    document.undo_stack.undo()
    document.select("dense_3")
    document.open(Project.from_recipe("worked-example"))
    assert all(seen)
    assert len(seen) >= 5


def test_selecting_the_same_is_not_told(qtbot, document):
    document.select("dense_1")
    with qtbot.assertNotEmitted(document.selection_changed):
        document.select("dense_1")


# Views


def test_view_choices_survive_json_and_ignore_what_they_do_not_know():
    view = ViewChoices(log_loss=True, smoothing=0.4)
    assert ViewChoices.from_json(view.to_json()) == view
    odd = {"log_loss": "yes", "smoothing": 1, "colour": 3}
    assert ViewChoices.from_json(odd) == ViewChoices()


# Random edits

NAMES = st.sampled_from([f"dense_{i}" for i in range(1, 4)] + ["flatten_1", "dropout_1"])
KEYS = st.sampled_from(["", "a", "b"])


def _spec(change):
    return lambda project: project.with_config(
        project.config.replace(spec=change(project.config.spec))
    )


def _config(**changes):
    return lambda project: project.with_config(project.config.replace(**changes))


EDITS = st.one_of(
    st.builds(lambda n, u: _spec(lambda s: s.change(n, units=u)), NAMES, st.integers(-1, 5)),
    st.builds(lambda n: _spec(lambda s: s.remove(n)), NAMES),
    st.builds(lambda n, i: _spec(lambda s: s.move(n, i)), NAMES, st.integers(0, 4)),
    st.builds(lambda i: _spec(lambda s: s.insert(i, Dense(units=3))), st.integers(0, 4)),
    st.builds(lambda r: _spec(lambda s: s.insert(1, Dropout(rate=r))), st.floats(0, 0.9)),
    st.builds(lambda b: _config(batch_size=b), st.integers(-1, 4)),
    st.builds(lambda r: _config(optimizer=Adam(learning_rate=r)), st.floats(0.001, 1)),
    st.builds(lambda: _config(optimizer=SGD())),
    st.builds(
        lambda on: lambda project: replace(project, view=replace(project.view, log_loss=on)),
        st.booleans(),
    ),
)
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), EDITS, KEYS),
        st.tuples(st.sampled_from(["undo", "redo", "save", "select"])),
    ),
    max_size=25,
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ACTIONS)
def test_undoing_everything_leads_back_to_the_start(qapp, actions):
    document = Document(Project.from_recipe("first-digits"))
    start, saved = document.project, document.project
    stack = document.undo_stack
    for action in actions:
        before = document.project
        match action:
            case ("edit", edit, key):
                refused = []
                document.refused.connect(refused.append)
                done = document.edit("Edit", edit, merge_key=key)
                document.refused.disconnect(refused.append)
                assert done is not bool(refused)
                assert done or document.project is before
            case ("undo",):
                stack.undo()
            case ("redo",):
                stack.redo()
            case ("save",):
                document.mark_saved(Path("a.vitrine"))
                saved = document.project
            case ("select",):
                document.select("dense_2" if "dense_2" in _names(document) else "")
        assert document.selection in {"", *_names(document)}
        assert described(document.inference) == described(document.config.spec.infer())
        assert document.modified or document.project == saved
    end = document.project
    undone = []
    while stack.canUndo():
        undone.append(document.project)
        stack.undo()
    assert document.project == start
    for project in reversed(undone):
        stack.redo()
        assert document.project == project
    while stack.canRedo():
        stack.redo()
    if not actions or actions[-1][0] not in ("undo", "redo"):
        assert document.project == end or stack.count() > len(undone)


def _names(document: Document) -> list[str]:
    return [node.name for node in document.config.spec.layers]


def described(inference: Inference) -> tuple[object, ...]:
    """What can be compared of it: errors are only equal to themselves."""
    shapes = tuple((info.name, info.output_shape) for info in inference.layers)
    return inference.param_count, shapes, str(inference.error)
