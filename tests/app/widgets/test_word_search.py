"""Finding a text by some of its words."""

from app.widgets.word_search import ranked, score


def test_every_word_must_be_found_in_any_order():
    assert score("layer add", "Add layer")
    assert score("add picture", "Add layer") == 0


def test_nothing_typed_fits_everything_alike():
    assert score("", "Save") == score("  ", "Open") == 1


def test_beginning_beats_middle_beats_what_is_told_beats_shortened():
    ways = score("tr", "Train"), score("tr", "Destroy"), score("tr", "Learn", "To train.")
    assert ways > (ways[1], ways[2], 0)
    assert ways[0] > ways[1] > ways[2] > score("tr", "Theme red") > 0
    assert score("rt", "Train") == 0


def test_shortened_words_are_beginnings_and_not_letters_anywhere():
    assert score("sve pi", "Save picture") == 0
    assert score("sapi", "Save picture of the window")
    assert score("sw", "Save picture of the window")
    for query, text in (("csv", "Use Exclusive or"), ("pin", "Save picture of the window")):
        assert score(query, text) == 0


def test_shortened_words_give_way_to_whole_ones():
    texts = [("Stop all", ""), ("Use a sample", ""), ("Remove", "Not the sample.")]
    assert [place for _, place in ranked("sa", texts)] == [1, 2]
    assert [place for _, place in ranked("sta", texts)] == [0]


def test_case_does_not_matter():
    assert score("CONV2D", "Add conv2d") == score("conv2d", "Add Conv2D") > 0
