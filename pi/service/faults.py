"""What goes wrong with the service: why it can't start, and what reading a damaged store raises.

Where a page of the schema is gone a table is not found, where text is no UTF-8 any more SQLite's
binding says so in an error of its own, and a length made of noise asks for more memory than there
is: none of these is known as damage by its name.
"""

import errno
from pathlib import Path
from sqlite3 import DatabaseError
from typing import Final

from pi.filesystem import FileProblem, reason_of
from pi.process import log
from pi.storage.errors import (
    DamagedStoreError,
    ForeignStoreError,
    NewerStoreError,
    NotSavedError,
    StoreInUseError,
    UnknownVehicleError,
)
from pi.storage.store_file import DATABASE_NAME

ELSEWHERE = "choose another STEADYHAND_STATE_DIR"

_BAD_CARD = (
    "io_error",
    "{place} can't be read: the card has errors; copy it to a new one, use your copy of the code",
)
_IN_ITS_PLACE: Final[dict[FileProblem, tuple[str, str]]] = {
    "a_directory": ("not_a_file", f"{{place}} is no file; move it away, or {ELSEWHERE}"),
    "not_a_directory": ("not_a_directory", f"{{place}} is no directory; {ELSEWHERE}"),
    "missing": (
        "link_to_nothing",
        f"{{place}} leads to nothing; mount its disk, or {ELSEWHERE}",
    ),
    "not_permitted": (
        "not_permitted",
        f"{{place}} may not be read; run as its owner, or {ELSEWHERE}",
    ),
    "io_error": _BAD_CARD,
    "damaged": _BAD_CARD,
}


def start_failure(error: Exception, directory: Path) -> dict[str, str] | None:
    """What kept the store from opening: ``reason``, its details, and ``line``.

    None for an error that is a fault of ours.
    """
    where = str(directory)
    match error:
        case StoreInUseError(pid=pid):
            holder = f"process {pid}" if pid else "another process"
            line = f"{holder} already keeps {where}; end it, or {ELSEWHERE}"
            return _failure("in_use", where, line) | {"pid": str(pid or "")}
        case NewerStoreError(found=found, known=known):
            newer = f"a newer version ({found}, this one knows {known})"
            return _failure("newer", where, f"{where} was written by {newer}; update")
        case ForeignStoreError():
            line = f"{where} holds another program's database; {ELSEWHERE}"
            return _failure("foreign", where, line)
        case DamagedStoreError() | DatabaseError() | UnicodeDecodeError() | MemoryError():
            line = f"the store in {where} is damaged and was left as it is; restore a copy of it"
            return _failure("damaged", where, line)
        case NotSavedError(problem=problem):
            line = f"a store can't be made in {where} ({problem.reason}); choose another place"
            return _failure(f"no_{problem.reason}", where, line)
        case OSError():
            return _store_failure(error, directory) or _place_failure(error, where)
    return None


def systems_own(place: str) -> dict[str, str]:
    """Why a service is not started by hand where systemd starts the one of this machine."""
    start = "sudo systemctl start steadyhand.socket"
    return _failure("stopped", place, f"systemd starts the service here: {start}; or {ELSEWHERE}")


def _store_failure(error: OSError, directory: Path) -> dict[str, str] | None:
    """What stands in the place of the store or of its directory; None for any other place."""
    place = str(error.filename)
    advice = _IN_ITS_PLACE.get(reason_of(error))
    if advice is None or place not in {str(directory), str(directory / DATABASE_NAME)}:
        return None
    reason, line = advice
    return _failure(reason, place, line.format(place=place))


def _place_failure(error: OSError, where: str) -> dict[str, str]:
    """What the system says of a directory or a socket."""
    if error.errno == errno.EADDRINUSE:
        line = f"another service answers at {error.filename}; choose another STEADYHAND_SOCKET"
        return _failure("socket_in_use", str(error.filename), line)
    place = where if error.filename is None else str(error.filename)
    advice = ELSEWHERE if error.filename is None else "choose another place"
    return _failure("unusable", place, f"{place} can't be used: {error.strerror}; {advice}")


def _failure(reason: str, place: str, line: str) -> dict[str, str]:
    return {"reason": reason, "place": place, "line": line}


def log_place_of_fault(error: BaseException) -> None:
    """Say where a fault of ours happened. Its message may quote an ask, so it is left out."""
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    kind = type(error).__name__
    where = f"{Path(place.filename).name}, line {place.lineno}"
    log("steadyhandd", f"{kind} in {place.name}, {where}")


UNREADABLE: Final = (
    DamagedStoreError,
    UnknownVehicleError,
    DatabaseError,
    UnicodeDecodeError,
    MemoryError,
)
