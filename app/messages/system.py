"""What the operating system says, within a sentence of nncore."""

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
)
