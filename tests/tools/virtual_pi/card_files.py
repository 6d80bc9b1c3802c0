"""A card that lies on the table: copying it, and looking at what is on it."""

import subprocess
from pathlib import Path


def copy(card: Path, target: Path) -> None:
    """Copy an image without filling its holes."""
    subprocess.run(["cp", "--sparse=always", "--reflink=auto", card, target], check=True)


def file_on(card: Path, path: str, scratch: Path) -> bytes | None:
    """What the file at this absolute path of the guest holds; None where there is none.

    The file system's journal is replayed on a copy, as the next start would do it. Raises
    RuntimeError where that is not enough to make the file system whole.
    """
    copied, out = scratch / "copied.img", scratch / "file"
    copy(card, copied)
    try:
        checked = subprocess.run(["e2fsck", "-p", copied], capture_output=True, check=False)
        if checked.returncode not in (0, 1):  # 1: mended
            raise RuntimeError(f"the card is damaged: {(checked.stdout + checked.stderr).decode()}")
        out.unlink(missing_ok=True)
        dump = ["debugfs", "-R", f"dump {path} {out}", str(copied)]
        subprocess.run(dump, capture_output=True, check=True)
    finally:
        copied.unlink()
    return out.read_bytes() if out.exists() else None
