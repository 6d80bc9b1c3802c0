"""Why the service can't start, as data and as one line for whoever started it by hand."""

from pathlib import Path

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
        case DamagedStoreError():
            line = f"the store in {where} is damaged and was left as it is; restore a copy of it"
            return {"reason": "damaged", "place": where, "line": line}
        case NotSavedError(problem=problem):
            line = f"a store can't be made in {where} ({problem.reason}); choose another place"
            return {"reason": f"no_{problem.reason}", "place": where, "line": line}
        case OSError():
            line = f"{where} can't be used: {error.strerror}; choose another STEADYHAND_STATE_DIR"
            return {"reason": "unusable", "place": where, "line": line}
    return None
