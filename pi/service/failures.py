"""Why the service can't start, as data and as one line for whoever started it by hand."""

import errno
import sys
from pathlib import Path
from sqlite3 import DatabaseError

from pi.storage.errors import (
    DamagedStoreError,
    ForeignStoreError,
    NewerStoreError,
    NotSavedError,
    StoreInUseError,
)


def start_failure(error: Exception, directory: Path) -> dict[str, str] | None:
    """What kept the store from opening: ``reason``, its details, and ``line``.

    None for an error that is a fault of ours.
    """
    where = str(directory)
    match error:
        case StoreInUseError(pid=pid):
            holder = f"process {pid}" if pid else "another process"
            line = f"{holder} already keeps {where}; end it, or choose another STEADYHAND_STATE_DIR"
            return {"reason": "in_use", "pid": str(pid or ""), "place": where, "line": line}
        case NewerStoreError(found=found, known=known):
            line = (
                f"{where} was written by a newer version ({found}, this one knows {known}); update"
            )
            return {"reason": "newer", "place": where, "line": line}
        case ForeignStoreError():
            line = f"{where} holds another program's database; choose another STEADYHAND_STATE_DIR"
            return {"reason": "foreign", "place": where, "line": line}
        case DamagedStoreError() | DatabaseError() | UnicodeDecodeError() | MemoryError():
            line = f"the store in {where} is damaged and was left as it is; restore a copy of it"
            return {"reason": "damaged", "place": where, "line": line}
        case NotSavedError(problem=problem):
            line = f"a store can't be made in {where} ({problem.reason}); choose another place"
            return {"reason": f"no_{problem.reason}", "place": where, "line": line}
        case OSError(errno=errno.EADDRINUSE):
            line = f"another service answers at {error.filename}; choose another STEADYHAND_SOCKET"
            return {"reason": "socket_in_use", "place": str(error.filename), "line": line}
        case OSError() if error.filename is not None:
            line = f"{error.filename} can't be used: {error.strerror}; choose another place"
            return {"reason": "unusable", "place": str(error.filename), "line": line}
        case OSError():
            line = f"{where} can't be used: {error.strerror}; choose another STEADYHAND_STATE_DIR"
            return {"reason": "unusable", "place": where, "line": line}
    return None


def log_place_of_fault(error: BaseException) -> None:
    """Say where a fault of ours happened. Its message may quote an ask, so it is left out."""
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    kind = type(error).__name__
    where = f"{Path(place.filename).name}, line {place.lineno}"
    print(f"steadyhandd: {kind} in {place.name}, {where}", file=sys.stderr)
