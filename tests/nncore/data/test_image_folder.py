import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.data import load
from nncore.data.image_folder import load_image_folder, read_picture
from nncore.errors import Cancelled, DataError


@pytest.fixture
def pil() -> Any:
    return pytest.importorskip("PIL.Image", reason="Pillow is not installed")


@pytest.fixture
def folder(pil: Any, tmp_path: Path) -> Path:
    """Two classes of five pictures each: dark cats, bright dogs."""
    root = tmp_path / "pets"
    for name, grey in (("cat", 50), ("dog", 200)):
        (root / name).mkdir(parents=True)
        for i in range(5):
            pil.new("L", (20 + i, 10), grey + i).save(root / name / f"{i}.png")
    return root


def save(image: Any, path: Path, **options: Any) -> Path:
    image.save(path, **options)
    return path


def test_subfolders_are_the_classes(folder: Path) -> None:
    (folder / "cat" / "notes.txt").write_text("no picture")
    (folder / "cat" / ".hidden.png").write_text("no picture")
    (folder / ".cache").mkdir()
    data = load_image_folder(folder)
    assert data.name == "pets"
    assert data.class_names == ("cat", "dog")
    assert data.x_train.shape == (8, 28, 28, 1)
    assert data.x_test.shape == (2, 28, 28, 1)
    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        np.testing.assert_array_equal(x.mean(axis=(1, 2, 3)) > 0.5, y == 1)


def test_train_and_test_folders_are_the_parts(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "split"
    root.mkdir()
    folder.rename(root / "train")
    (root / "test" / "dog").mkdir(parents=True)
    (root / "train" / "dog" / "4.png").rename(root / "test" / "dog" / "a.png")
    data = load_image_folder(root)
    assert (len(data.x_train), len(data.x_test)) == (9, 1)
    assert data.y_test.tolist() == [1]
    (root / "test" / "bird").mkdir()
    with pytest.raises(DataError, match=r"bird: a class without a folder"):
        load_image_folder(root)


def test_size_colour_and_inversion_are_options(folder: Path) -> None:
    data = load("image-folder", folder.parent, path="pets", height=8, width=6, color=True)
    assert data.x_train.shape == (8, 8, 6, 3)
    dark = load_image_folder(folder, invert=True)
    plain = load_image_folder(folder)
    np.testing.assert_allclose(dark.x_train, 1 - plain.x_train, atol=1e-6)


def test_progress_counts_pictures_and_can_stop(folder: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    load_image_folder(folder, lambda *report: seen.append(report))
    assert [done for done, _, _ in seen] == list(range(10))
    assert {total for _, total, _ in seen} == {10}
    assert seen[0][2] == "reading cat/0.png"

    def stop(*_report: object) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        load_image_folder(folder, stop)


def test_modes_are_brought_to_grey(pil: Any, tmp_path: Path) -> None:
    half = np.full((8, 8), 0.5)
    deep = pil.fromarray((half * 65535).astype(np.uint16))
    cases = {
        "16 bit": save(deep, tmp_path / "deep.png"),
        "cmyk": save(pil.new("CMYK", (8, 8), (0, 0, 0, 128)), tmp_path / "c.jpg"),
        "palette": save(pil.new("L", (8, 8), 128).convert("P"), tmp_path / "p.gif"),
        "half transparent black": save(pil.new("RGBA", (8, 8), (0, 0, 0, 127)), tmp_path / "t.png"),
        "grey map": save(pil.new("L", (8, 8), 128), tmp_path / "g.pgm"),
    }
    for name, path in cases.items():
        np.testing.assert_allclose(read_picture(path, (4, 4, 1)), 0.5, atol=0.02, err_msg=name)
    clear = save(pil.new("RGBA", (8, 8), (0, 0, 0, 0)), tmp_path / "clear.png")
    assert read_picture(clear, (4, 4, 3)).min() == 1.0
    dot = save(pil.new("1", (1, 1), 1), tmp_path / "dot.png")
    assert read_picture(dot, (28, 28, 1)).min() == 1.0


def test_photographs_are_turned_upright(pil: Any, tmp_path: Path) -> None:
    image = pil.fromarray(np.repeat([[0, 255]], 8, axis=0).repeat(4, axis=1).astype(np.uint8))
    exif = image.getexif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees clockwise
    path = save(image, tmp_path / "turned.jpg", exif=exif, quality=95)
    upright = read_picture(path, (8, 8, 1))[..., 0]
    assert upright[0].mean() < 0.1
    assert upright[-1].mean() > 0.9


def test_animation_gives_its_first_picture(pil: Any, tmp_path: Path) -> None:
    frames = [pil.new("L", (8, 8), grey) for grey in (255, 0, 0)]
    path = save(frames[0], tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert read_picture(path, (4, 4, 1)).min() == 1.0


def bad_pictures(pil: Any, folder: Path) -> dict[str, Path]:
    photo = save(pil.effect_noise((200, 200), 50), folder / "whole.jpg")
    contents = {
        "empty.png": b"",
        "page.png": b"<html></html>",
        "cut.jpg": photo.read_bytes()[:2000],
        "drawing.png": b'<svg><image href="file:///etc/passwd"/></svg>',
        "post.png": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        "huge.pgm": b"P5 30000 30000 255\n" + bytes(100),
        "large.pgm": b"P5 8000 8000 255\n" + bytes(100),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "folder.png").mkdir()
    return {name: folder / name for name in (*contents, "folder.png", "missing.png")}


def test_what_is_no_picture_is_refused_by_name(pil: Any, tmp_path: Path) -> None:
    for name, path in bad_pictures(pil, tmp_path).items():
        with pytest.raises(DataError, match=r"picture|pixels") as caught:
            read_picture(path, (28, 28, 1))
        assert name in str(caught.value)


def test_one_bad_picture_stops_the_folder(folder: Path) -> None:
    (folder / "dog" / "zzz.jpg").write_bytes(b"broken")
    with pytest.raises(DataError, match=r"dog.zzz\.jpg"):
        load_image_folder(folder)


def test_missing_pillow_is_answered_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(DataError, match="pip install pillow"):
        read_picture(tmp_path / "a.png", (28, 28, 1))


def test_folders_that_hold_no_classes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nowhere: cannot be listed"):
        load_image_folder(tmp_path / "nowhere")
    with pytest.raises(DataError, match="0 subfolders"):
        load_image_folder(tmp_path)
    (tmp_path / "cat").mkdir()
    with pytest.raises(DataError, match="1 subfolders"):
        load_image_folder(tmp_path)
    (tmp_path / "dog").mkdir()
    with pytest.raises(DataError, match="cat: no pictures"):
        load_image_folder(tmp_path)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"height": 0}, "height"),
        ({"width": 2000}, "width"),
        ({"color": "false"}, "color must be true or false"),
        ({"invert": 1}, "invert must be true or false"),
    ],
)
def test_bad_option_is_refused(tmp_path: Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises(DataError, match=said):
        load_image_folder(tmp_path, **options)


def test_pictures_beyond_the_memory_cap_are_refused_before_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nncore.data.image_folder.MAX_BYTES", 1000)
    for name in ("cat", "dog"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.png").write_bytes(b"")
    with pytest.raises(DataError, match="2 pictures of 28 x 28 x 1"):
        load_image_folder(tmp_path)
