"""Reading zip files that may be hostile, and writing ones that depend only on their content."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import BinaryIO

from nncore.errors import FormatError
from nncore.formats import limits
from nncore.formats.files import reason

MAGIC = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_BYTES = 22
_END_64 = b"PK\x06\x07"
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 0x1
_DRIVE = re.compile("[A-Za-z]:")
_CHUNK = 2**20

# All that zipfile was seen to raise on damaged files.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    RuntimeError,
    KeyError,
    IndexError,
)


class ZipReader:
    """The members of a zip, refused as a whole if one of them is suspicious.

    Attributes:
        names: The members, in the order of the directory.
    """

    def __init__(self, stream: BinaryIO, what: str) -> None:
        """Read and check the directory; no member is unpacked.

        Raises:
            FormatError: Not a zip, a damaged one, or one that asks for too much.
        """
        self._what = what
        self._count = _check_ends(stream, what)
        try:
            self._archive = zipfile.ZipFile(stream)
        except _DAMAGE as error:
            raise self._damaged(error) from error
        self._members = self._checked_members()
        self.names = tuple(self._members)

    def read(self, name: str, limit: int = limits.MAX_FILE_BYTES) -> bytes:
        """The content of one member, its checksum compared.

        Raises:
            FormatError: There is no such member, it is damaged, or longer than `limit`.
        """
        if name not in self._members:
            raise FormatError(f"{self._what} has no member {name!r}")
        info = self._members[name]
        if info.file_size > limit:
            raise FormatError(
                f"{self._what}: {name!r} has {info.file_size:,} bytes; at most {limit:,} are read"
            )
        data = bytearray()
        try:
            with self._archive.open(info) as member:
                # In pieces: asked for all at once, zlib unpacks past the declared size.
                while chunk := member.read(_CHUNK):
                    data += chunk
        except _DAMAGE as error:
            raise self._damaged(error) from error
        if len(data) != info.file_size:
            raise FormatError(f"{self._what} is damaged: {name!r} ends early")
        return bytes(data)

    def _checked_members(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._archive.infolist()
        if len(infos) != self._count:
            raise FormatError(f"{self._what} is damaged: members are missing from its directory")
        members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            problem = _problem(info)
            if info.filename in members:
                problem = "stands there twice"
            if problem:
                raise FormatError(f"{self._what}: member {info.filename[:80]!a} {problem}")
            members[info.filename] = info
        if sum(info.file_size for info in infos) > limits.MAX_FILE_BYTES:
            raise FormatError(f"{self._what} unpacks to more than {limits.MAX_FILE_BYTES:,} bytes")
        return members

    def _damaged(self, error: Exception) -> FormatError:
        return FormatError(f"{self._what} is damaged or cut off: {reason(error)}")


def zip_bytes(members: Mapping[str, bytes], packed: frozenset[str] = frozenset()) -> bytes:
    """A zip with these members; the same members give the same bytes.

    Only `packed` members are deflated: weights hardly shrink, and an array of zeros would
    shrink so far that the reader takes it for a bomb.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # the same on every system
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED if name in packed else zipfile.ZIP_STORED
            archive.writestr(info, data)
    return stream.getvalue()


def _check_ends(stream: BinaryIO, what: str) -> int:
    """Look at the first and last bytes before zipfile reads a directory of any size.

    Returns:
        How many members the end of the file announces.
    """
    head = stream.read(len(MAGIC))
    if head != MAGIC:
        raise FormatError(f"{what} is not a zip file; it begins with {head!r}")
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT))
    tail = stream.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_BYTES:
        raise FormatError(f"{what} is damaged or cut off: the end of the zip is missing")
    if tail[max(0, end - 20) : end].startswith(_END_64):
        raise FormatError(f"{what} is a zip64 file, with more or larger members than are read")
    count, directory_bytes, begin, comment = struct.unpack_from("<HIIH", tail, end + 10)
    if count > limits.MAX_MEMBERS or directory_bytes > limits.MAX_ZIP_DIRECTORY_BYTES:
        raise FormatError(f"{what} has more than {limits.MAX_MEMBERS:,} members")
    # zipfile would take a directory that begins elsewhere, and miss the members before it.
    if begin + directory_bytes != size - len(tail) + end:
        raise FormatError(f"{what} is damaged: the directory of the zip is not at its end")
    if end + _END_BYTES + comment != len(tail):
        raise FormatError(f"{what} is damaged: something follows the end of the zip")
    stream.seek(0)
    return int(count)


def _problem(info: zipfile.ZipInfo) -> str:
    """Why a member is refused, empty if it is not."""
    name = info.filename
    parts = name.split("/")
    if name != info.orig_filename or "\\" in name or _DRIVE.match(name) or not all(parts):
        return "has a name that is not a plain relative path"
    if ".." in parts or "." in parts:
        return "has a name that leads out of the file"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return f"is packed with method {info.compress_type}; only stored and deflated are read"
    if limits.expands_too_far(info.file_size, info.compress_size):
        return (
            f"unpacks from {info.compress_size:,} to {info.file_size:,} bytes, more than "
            f"{limits.EXPANSION_RATIO} times its size"
        )
    return ""
