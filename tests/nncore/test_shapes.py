from typing import Any

import pytest

from nncore.errors import ShapeError
from nncore.shapes import MAX_ELEMENTS, check_shape, shape_text, size, window_axis


def test_size_and_text() -> None:
    assert size((28, 28, 1)) == 784
    assert size(()) == 1
    assert shape_text((28, 28, 1)) == "28 × 28 × 1"
    assert shape_text(()) == "1 value"


@pytest.mark.parametrize("shape", [(3,), [2, 3], (1, 1, 1), [4.0], (MAX_ELEMENTS,)])
def test_positive_whole_numbers_are_a_shape(shape: Any) -> None:
    result = check_shape(shape, "it")
    assert result == tuple(shape)
    assert all(type(n) is int for n in result)


@pytest.mark.parametrize(
    "shape", [(), (0,), (-1,), (1.5,), ("3",), "3", None, 3, (True,), (None,), ((1,),), (1e400,)]
)
def test_anything_else_is_refused_with_what_was_received(shape: Any) -> None:
    with pytest.raises(ShapeError, match="it must be a list of positive whole numbers") as caught:
        check_shape(shape, "it")
    assert repr(shape) in str(caught.value)


def test_too_many_values_are_refused() -> None:
    for shape in ((MAX_ELEMENTS + 1,), (2**16, 2**16), (10**300,)):
        with pytest.raises(ShapeError, match="more than 2,147,483,648 values"):
            check_shape(shape, "it")


def test_message_of_a_long_shape_stays_short() -> None:
    for shape in ([0] * 10_000, [1] * 10_000, (10**300,)):
        with pytest.raises(ShapeError) as caught:
            check_shape(shape, "it")
        assert len(str(caught.value)) < 150


def test_dimensions_beyond_any_layer_are_refused() -> None:
    assert check_shape([1] * 8, "it") == (1,) * 8
    with pytest.raises(ShapeError, match="it has 9 dimensions; at most 8 are possible"):
        check_shape([1] * 9, "it")


@pytest.mark.parametrize(
    ("length", "window", "stride", "dilation", "expected"),
    [
        (28, 5, 1, 1, (28, (2, 2))),
        (28, 2, 1, 1, (28, (0, 1))),  # the odd one goes to the end
        (7, 3, 2, 1, (4, (1, 1))),
        (8, 3, 2, 1, (4, (0, 1))),
        (224, 7, 2, 1, (112, (2, 3))),
        (5, 1, 3, 1, (2, (0, 0))),
        (6, 3, 1, 2, (6, (2, 2))),
        (2, 9, 1, 1, (2, (4, 4))),
    ],
)
def test_same_padding_is_that_of_tensorflow(
    length: int, window: int, stride: int, dilation: int, expected: Any
) -> None:
    assert window_axis(length, window, stride, dilation, "same") == expected


def test_valid_and_explicit_windows_stay_inside_their_padding() -> None:
    assert window_axis(28, 5, 1) == (24, (0, 0))
    assert window_axis(28, 5, 2) == (12, (0, 0))
    assert window_axis(7, 3, 1, 3) == (1, (0, 0))
    assert window_axis(7, 3, 2, 1, (1, 0)) == (3, (1, 0))
    assert window_axis(1, 3, 1, 1, (1, 1)) == (1, (1, 1))
    with pytest.raises(ShapeError, match=r"a window of 3 reads 3 values along the width.*only 2"):
        window_axis(2, 3, 1, axis="width")
