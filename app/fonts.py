"""The bundled fonts: Inter, whose semi-bold face is the bold one of the window."""

import struct

from PySide6.QtGui import QFontDatabase

from app.resources import fonts_dir

BOLD_FACE = "Inter-SemiBold.otf"
_SELECTION = 62  # where the style flags stand in the table OS/2
_BOLD, _REGULAR = 1 << 5, 1 << 6


def load_fonts() -> None:
    """Make the bundled fonts known to Qt; a missing file is no reason not to start.

    Qt thickens the strokes of a face only from the weight 700 on, and only of one that does not
    call itself bold. Chinese fonts of one weight need that, so titles ask for 700; the
    semi-bold face, which stands nearest to it, has to be left as it is.
    """
    for path in sorted(fonts_dir().glob("*.otf")):
        data = path.read_bytes()
        QFontDatabase.addApplicationFontFromData(
            called_bold(data) if path.name == BOLD_FACE else data
        )


def called_bold(font: bytes) -> bytes:
    """The same OpenType font with the style flag "bold" instead of "regular"."""
    result = bytearray(font)
    (tables,) = struct.unpack_from(">H", font, 4)
    for entry in range(12, 12 + 16 * tables, 16):
        tag, _, start, _ = struct.unpack_from(">4s3I", font, entry)
        if tag == b"OS/2":
            (flags,) = struct.unpack_from(">H", font, start + _SELECTION)
            struct.pack_into(">H", result, start + _SELECTION, flags & ~_REGULAR | _BOLD)
    return bytes(result)
