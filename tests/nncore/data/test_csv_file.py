import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nncore.data import Dataset
from nncore.data.csv_file import load_csv
from nncore.errors import DataError

FLOWERS = """length,width,kind
5.1,3.5,setosa
7.0,3.2,versicolor
6.3,3.3,virginica
4.9,3.0,setosa
6.4,3.2,versicolor
"""


def write(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def all_rows(data: Dataset) -> set[tuple[float, ...]]:
    """Every row, features and target, rounded."""
    x = np.concatenate([data.x_train, data.x_test])
    y = np.concatenate([data.y_train, data.y_test]).reshape(len(x), -1)
    return {tuple(np.round(row, 4).tolist()) for row in np.hstack([x, y]).astype(float)}


EXPECTED = {(5.1, 3.5, 0.0), (7.0, 3.2, 1.0), (6.3, 3.3, 2.0), (4.9, 3.0, 0.0), (6.4, 3.2, 1.0)}


def test_last_column_is_the_label_and_names_come_from_the_header(tmp_path: Path) -> None:
    data = load_csv(write(tmp_path, FLOWERS))
    assert data.name == "table"
    assert data.class_names == ("setosa", "versicolor", "virginica")
    assert data.feature_names == ("length", "width")
    assert data.x_train.dtype == np.float32
    assert (len(data.x_train), len(data.x_test)) == (4, 1)
    assert all_rows(data) == EXPECTED
    assert data.source.endswith("table.csv, predicting kind")


VARIANTS = {
    "no header": FLOWERS.split("\n", 1)[1],
    "windows lines": FLOWERS.replace("\n", "\r\n"),
    "old mac lines": FLOWERS.replace("\n", "\r"),
    "no last line end": FLOWERS.rstrip(),
    "blank lines": FLOWERS.replace("\n", "\n\n") + "\n  \n",
    "empty rows of a spreadsheet": FLOWERS + ",,\n,,\n",
    "semicolons": FLOWERS.replace(",", ";"),
    "semicolons and decimal commas": FLOWERS.replace(",", ";").replace(".", ","),
    "decimal commas, no header": FLOWERS.split("\n", 1)[1].replace(",", ";").replace(".", ","),
    "tabs": FLOWERS.replace(",", "\t"),
    "bars": FLOWERS.replace(",", "|"),
    "spaces": FLOWERS.replace(",", " , "),
    "quotes": FLOWERS.replace("setosa", '"setosa"').replace("5.1", '"5.1"'),
    "mark of utf-8": b"\xef\xbb\xbf" + FLOWERS.encode(),
    "utf-16": FLOWERS.encode("utf-16"),
    "gzip": gzip.compress(FLOWERS.encode()),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_common_form_gives_the_same_rows(tmp_path: Path, variant: str) -> None:
    data = load_csv(write(tmp_path, VARIANTS[variant]))
    assert all_rows(data) == EXPECTED
    assert data.class_names == ("setosa", "versicolor", "virginica")


def test_label_may_be_any_named_column(tmp_path: Path) -> None:
    path = write(tmp_path, "kind,a,b\nx,1,2\ny,3,4\n")
    data = load_csv(path, label="kind")
    assert data.feature_names == ("a", "b")
    assert all_rows(data) == {(1, 2, 0), (3, 4, 1)}
    plain = load_csv(write(tmp_path, "x,1,2\ny,3,4\n"), label="column 1")
    assert all_rows(plain) == {(1, 2, 0), (3, 4, 1)}


def test_quoted_delimiters_belong_to_the_cell(tmp_path: Path) -> None:
    data = load_csv(write(tmp_path, 'a,kind\n1,"x, y"\n2,"say ""no"""\n'))
    assert data.class_names == ('say "no"', "x, y")


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (["0", "1", "1"], ("0", "1")),
        (["10", "9", "-1"], ("-1", "9", "10")),
        (["1.0", "2", "1"], ("1", "2")),
        (["神", "b", "b"], ("b", "神")),
        (["0.5", "1.5", "2.5"], ()),
        ([str(i) for i in range(21)], ()),
    ],
)
def test_few_whole_numbers_and_texts_are_classes(
    tmp_path: Path, labels: list[str], names: tuple[str, ...]
) -> None:
    rows = "\n".join(f"{i},{label}" for i, label in enumerate(labels))
    assert load_csv(write(tmp_path, rows)).class_names == names


def test_task_can_be_settled(tmp_path: Path) -> None:
    path = write(tmp_path, "a,y\n1,0\n2,1\n3,0\n")
    data = load_csv(path, task="regression")
    assert data.y_train.dtype == np.float32
    assert all_rows(data) == {(1, 0), (2, 1), (3, 0)}
    mixed = write(tmp_path, "a,y\n1,0\n2,1\n3,?\n")
    assert load_csv(mixed, task="classification").class_names == ("0", "1", "?")


def test_split_depends_on_the_seed_only(tmp_path: Path) -> None:
    path = write(tmp_path, "\n".join(f"{i},{i % 2}" for i in range(100)))
    first = load_csv(path, test_fraction=0.25)
    assert (len(first.x_train), len(first.x_test)) == (75, 25)
    np.testing.assert_array_equal(first.x_test, load_csv(path, test_fraction=0.25).x_test)
    assert not np.array_equal(first.x_test, load_csv(path, test_fraction=0.25, seed=1).x_test)
    assert first.x_train[:, 0].tolist() != sorted(first.x_train[:, 0].tolist())


BAD = {
    "empty": (b"", "the file is empty"),
    "blank": ("\n\n  \n", "table is empty"),
    "names only": ("a,b\n", "no rows below the names"),
    "one row": ("a,b\n1,0\n", "1 example"),
    "one column": ("a\n1\n2\n", "line 1: one column only"),
    "NaN cell": ("a,b\n1,0\nNaN,1\n", r"line 3: column 'a': not a finite"),
    "infinite cell": ("a,b\n1,0\n-inf,1\n", r"line 3: column 'a': not a finite"),
    "1e400": ("a,b\n1,0\n2,0\n1e400,1\n", r"line 4: column 'a': not a finite"),
    "1e39 is too large for 32 bits": ("a,b\n1,0\n1e39,1\n", r"line 3: column 'a'"),
    "empty cell": ("a,b\n1,0\n,1\n", r"line 3: column 'a' is empty"),
    "empty label": ("a,b\n1,0\n2,\n", r"line 3: column 'b' is empty"),
    "text cell": ("a,b\n1,0\nmany,1\n", r"line 3: column 'a': 'many' is not a number"),
    "text cell without header": ("1,2,x\n1,?,y\n", r"line 2: column 'column 2': '\?'"),
    "text in the first row": ("?,2,x\n1,1,y\n", r"line 1: column 'column 1': '\?'"),
    "underscored number": ("a,b\n1,0\n1_000,1\n", "'1_000' is not a number"),
    "NaN label": ("a,b\n1,0.5\n2,nan\n", "line 3: column 'b': not a finite"),
    "gap among labels": ("a,b\n1,0.5\n2,?\n3,1.5\n", r"line 3: column 'b': '\?'.*classification"),
    "short row": ("a,b,c\n1,2,0\n1,2\n", "line 3: 2 cells, where the first row has 3"),
    "long row": ("a,b\n1,0\n1,2,3\n", "line 3: 3 cells"),
    "quoted newline": ('a,b\n1,x\n2,"y\nz"\n', "line 3: a quoted cell runs over"),
    "open quote": ('a,b\n1,x\n2,"y\n3,z\n', "line 3: a quoted cell is never closed"),
    "endless quote": ('a,b\n1,"' + "x" * 200_000 + "\n", "line 2: a quoted cell is never closed"),
    "text after a quote": ('a,b\n1,x\n2,"y"z\n', "line 3: the quotes are wrong"),
    "zero byte": ("a,b\n1,\0\n", "line 2: a zero byte"),
    "latin-1": ("a,b\n1,x\n2,é\n".encode("latin-1"), "line 3: byte 0xe9 is not UTF-8; save"),
    "workbook": (b"PK\x03\x04" + bytes(50), "save the sheet as CSV"),
    "odd utf-16": (b"\xff\xfea\0,\0b", "not UTF-16"),
    "one class": ("a,b\n1,x\n2,x\n", "1 different values"),
    "every row its own class": (
        "a,b\n" + "".join(f"{i},n{i}\n" for i in range(1001)),
        "1001 different values",
    ),
    "long cell": ("a,b\n1,x\n" + "y" * 5000 + ",z\n", r"yyy\.\.\.' is not a number"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_table_is_refused_by_file_and_line(tmp_path: Path, case: str) -> None:
    content, said = BAD[case]
    path = write(tmp_path, content)
    with pytest.raises(DataError, match=said) as caught:
        load_csv(path)
    assert str(caught.value).startswith(str(path))
    assert len(str(caught.value)) < len(str(path)) + 200


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"label": "kynd"}, "no column is called 'kynd'; the columns: length, width, kind"),
        ({"task": "ranking"}, "task must be one of"),
        ({"task": "regression"}, "line 2: column 'kind': 'setosa' is not a number"),
        ({"delimiter": ",,"}, "delimiter"),
        ({"delimiter": '"'}, "delimiter"),
        ({"header": False}, "line 1: column 'column 1': 'length'"),
        ({"test_fraction": 0}, "test_fraction"),
        ({"seed": -1}, "seed"),
        ({"header": "false"}, "header must be true or false, got 'false'"),
    ],
)
def test_bad_option_is_refused(tmp_path: Path, options: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        load_csv(write(tmp_path, FLOWERS), **options)  # type: ignore[arg-type]


def test_label_name_must_be_the_only_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="more than one column is called 'a'"):
        load_csv(write(tmp_path, "a,a,b\n1,2,3\n"), label="a")


def test_delimiter_and_header_can_be_given(tmp_path: Path) -> None:
    data = load_csv(write(tmp_path, "2019 2020 y\n1 2 0\n3 4 1\n"), delimiter=" ", header=True)
    assert data.feature_names == ("2019", "2020")
    tabs = load_csv(write(tmp_path, "1\t0\n2\t1\n"), delimiter="tab")
    assert all_rows(tabs) == {(1, 0), (2, 1)}


def test_file_beyond_the_cap_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nncore.data.csv_text.MAX_BYTES", 10)
    with pytest.raises(DataError, match="more than the 10"):
        load_csv(write(tmp_path, FLOWERS))
    with pytest.raises(DataError, match="more than the 10"):
        load_csv(write(tmp_path, gzip.compress(FLOWERS.encode())))


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no\.csv: cannot be read"):
        load_csv(tmp_path / "no.csv")
    with pytest.raises(DataError, match="folder"):
        load_csv(tmp_path)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.text(alphabet='01.,;"\n\r\t ae-', max_size=60) | st.binary(max_size=40))
def test_any_content_gives_a_table_or_a_data_error(tmp_path: Path, content: str | bytes) -> None:
    path = write(tmp_path, content)
    try:
        message = load_csv(path).source
    except DataError as error:
        message = str(error)
    assert message.startswith(str(path))
