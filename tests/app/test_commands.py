from dataclasses import replace

import pytest
from PySide6.QtGui import QUndoStack

from app.commands import ChangeProject
from app.project import Project


class Holder:
    selection = ""

    def __init__(self, project: Project) -> None:
        self.project = project

    def take(self, project: Project) -> None:
        self.project = project

    def reselect(self, names) -> None:
        self.selection = names[-1] if names else self.selection


@pytest.fixture
def start() -> Project:
    return Project.from_recipe("worked-example")


@pytest.fixture
def holder(start) -> Holder:
    return Holder(start)


@pytest.fixture
def stack(qapp) -> QUndoStack:
    return QUndoStack()


def named(project: Project, name: str) -> Project:
    return project.with_config(project.config.replace(name=name))


def push(stack: QUndoStack, holder: Holder, new: Project, key: str = "") -> None:
    stack.push(ChangeProject(holder, holder.project, new, f"Name {new.config.name}", key))


def test_command_takes_the_project_there_and_back(stack, holder, start):
    push(stack, holder, named(start, "a"))
    assert holder.project.config.name == "a"
    assert stack.undoText() == "Name a"
    stack.undo()
    assert holder.project is start
    stack.redo()
    assert holder.project.config.name == "a"


def test_commands_with_one_key_in_a_row_become_one(stack, holder, start):
    for name in "abc":
        push(stack, holder, named(start, name), "name")
    assert stack.count() == 1
    stack.undo()
    assert holder.project == start
    stack.redo()
    assert holder.project.config.name == "c"


@pytest.mark.parametrize("keys", [("x", "y"), ("x", ""), ("", "x"), ("", "")])
def test_commands_with_other_keys_stay_apart(stack, holder, start, keys):
    for name, key in zip("ab", keys, strict=True):
        push(stack, holder, named(start, name), key)
    assert stack.count() == 2


def test_command_that_is_merged_back_to_the_start_goes_away(stack, holder, start):
    stack.setClean()
    push(stack, holder, named(start, "a"), "name")
    assert not stack.isClean()
    push(stack, holder, start, "name")
    assert stack.count() == 0
    assert stack.isClean()
    assert holder.project == start


def test_another_command_between_keeps_those_of_one_key_apart(stack, holder, start):
    push(stack, holder, named(start, "a"), "name")
    push(stack, holder, replace(holder.project, view=replace(start.view, log_loss=True)), "view")
    push(stack, holder, named(holder.project, "b"), "name")
    assert stack.count() == 3


def test_saved_state_is_never_merged_into(stack, holder, start):
    push(stack, holder, named(start, "a"), "name")
    stack.setClean()
    push(stack, holder, named(start, "b"), "name")
    assert stack.count() == 2
    stack.undo()
    assert stack.isClean()
    assert holder.project.config.name == "a"
