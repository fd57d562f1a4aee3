from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nncore.errors import FormatError


@pytest.fixture(scope="session")
def refusal() -> Callable[..., str]:
    """``refusal(reader, path, data)``: the message with which `reader` refuses the file."""

    def refuse(reader: Callable[[Path], Any], path: Path, data: bytes | None = None) -> str:
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(FormatError) as caught:
            reader(path)
        message = str(caught.value)
        assert str(path) in message
        assert "pickle" not in message
        assert "\n" not in message
        return message

    return refuse
