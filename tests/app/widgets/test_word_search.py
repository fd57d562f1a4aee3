"""Finding a text by some of its words."""

from app.widgets.word_search import score


def test_every_word_must_be_found_in_any_order():
    assert score("layer add", "Add layer")
    assert score("add picture", "Add layer") == 0


def test_nothing_typed_fits_everything_alike():
    assert score("", "Save") == score("  ", "Open") == 1


def test_beginning_beats_middle_beats_letters_in_order():
    assert score("tr", "Train") > score("tr", "Destroy") > score("tr", "Theme for") > 0
    assert score("rt", "Train") == 0


def test_case_does_not_matter():
    assert score("CONV2D", "Add conv2d") == score("conv2d", "Add Conv2D") > 0
