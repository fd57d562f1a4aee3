"""What the operating system and the libraries say, within a sentence of nncore."""

from app.i18n import mark

SYSTEM = (
    # The operating system, by os.strerror.
    mark("EngineMessages", "[Errno {0}] {1}: {2}"),
    mark("EngineMessages", "[Errno {0}] {1}"),
    mark("EngineMessages", "No such file or directory"),
    mark("EngineMessages", "Permission denied"),
    mark("EngineMessages", "Operation not permitted"),
    mark("EngineMessages", "No space left on device"),
    mark("EngineMessages", "Is a directory"),
    mark("EngineMessages", "Not a directory"),
    mark("EngineMessages", "Read-only file system"),
    mark("EngineMessages", "File name too long"),
    mark("EngineMessages", "Input/output error"),
    mark("EngineMessages", "Disk quota exceeded"),
    # Python's libraries: json, zipfile, zlib, csv; Pillow.
    mark("EngineMessages", "{0}: line {1} column {2} (char {3})"),
    mark("EngineMessages", "Expecting value"),
    mark("EngineMessages", "Expecting property name enclosed in double quotes"),
    mark("EngineMessages", "Expecting {0} delimiter"),
    mark("EngineMessages", "Extra data"),
    mark("EngineMessages", "Unterminated string starting at"),
    mark("EngineMessages", "Invalid control character at"),
    mark("EngineMessages", "Invalid \\escape"),
    mark("EngineMessages", "File is not a zip file"),
    mark("EngineMessages", "Bad CRC-32 for file {0}"),
    mark("EngineMessages", "Error {0} while decompressing data: {1}"),
    mark("EngineMessages", "cannot identify image file {0}"),
    mark("EngineMessages", "image file is truncated ({0} bytes not processed)"),
    mark("EngineMessages", "image file is truncated"),
    mark("EngineMessages", "broken data stream when reading image file"),
    mark("EngineMessages", "Truncated File Read"),
)
