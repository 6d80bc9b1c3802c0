"""Directories and names: what they lie on, which sticks there are, what may be read, and what is
durable.

A pipe would make its reader wait for ever, a device has no end, and a file may be larger than the
memory: ``read_file`` waits for nothing, and reads at most one byte more than was asked for.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, Literal

MOUNTS: Final = Path("/proc/self/mountinfo")
NETWORK: Final = "network"
_OVER_THE_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse.rclone", "9p", "afs", "ceph"}
)
_OVERLAYS: Final = frozenset({"overlay", "overlayfs", "aufs"})
_ITS_OWN: Final = (Path("/"), Path("/boot"), Path("/boot/firmware"))  # a Pi boots from its card
_DISKS: Final = Path("/sys/block")
VOLATILE: Final = frozenset({"overlay", "overlayfs", "aufs", "tmpfs", "ramfs", "rootfs"})
ROOTS: Final = (Path("/media"), Path("/run/media"), Path("/mnt"))  # where sticks are mounted
_PLAINLY: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC

FileProblem = Literal[
    "full",
    "read_only",
    "not_permitted",
    "missing",  # it, or a directory above it
    "not_a_directory",
    "a_directory",
    "bad_name",  # too long, links in a circle, a letter that a stick's filesystem does not know
    "io_error",
    "damaged",  # the filesystem itself
    "gone",  # what it lies on
    "other",
]
_NUMBERS: Final[dict[FileProblem, tuple[int, ...]]] = {
    "full": (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    "read_only": (errno.EROFS,),
    "not_permitted": (errno.EACCES, errno.EPERM),
    "missing": (errno.ENOENT,),
    "not_a_directory": (errno.ENOTDIR,),
    "a_directory": (errno.EISDIR,),
    "bad_name": (errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP),
    "io_error": (errno.EIO,),
    "damaged": (errno.EUCLEAN, errno.EBADMSG),
    "gone": (errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOMEDIUM, errno.EREMOTEIO),
}


def filesystem_of(directory: Path, mounts: Path = MOUNTS) -> str | None:
    """The filesystem's type (``ext4``, ``tmpfs`` ...), None where the kernel does not say.

    The mount with the longest path above the directory counts, the later one of equals.
    """
    try:
        real = directory.resolve()
        lines = mounts.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return None
    longest, found = 0, None
    for line in lines:
        mount, _, kind = line.partition(" - ")
        fields = mount.split(" ")
        if len(fields) < 5 or not kind:
            continue
        point = Path(_plain(fields[4]))
        if real.is_relative_to(point) and len(point.parts) >= longest:
            longest, found = len(point.parts), kind.split(" ")[0]
    return found


def is_volatile(directory: Path, mounts: Path = MOUNTS) -> bool:
    """Whether what is written there is gone after the next boot."""
    return filesystem_of(directory, mounts) in VOLATILE


def disk_of(path: Path) -> str | None:
    """The whole disk a path lies on, as the kernel calls it (``sda``, ``mmcblk0``).

    None where it is on no disk of its own (memory, the network), or where that can't be told.
    """
    try:
        device = path.stat().st_dev
        place = f"/sys/dev/block/{os.major(device)}:{os.minor(device)}"
        block = Path(place).resolve(strict=True)
    except OSError:
        return None
    return block.parent.name if (block / "partition").exists() else block.name


def media_of(path: Path, mounts: Path = MOUNTS) -> tuple[str, ...]:
    """What a path lies on in the end: whole disks, or ``NETWORK``.

    A disk that is made of others (encrypted, joined) is named by those: a copy in another part of
    the same card is on that card. Where an overlay hides it, the machine's own disks are named.
    Empty where nothing can be told, or it is memory alone.
    """
    kind = filesystem_of(path, mounts)
    if kind in _OVER_THE_NETWORK:
        return (NETWORK,)
    places = (path,) if kind not in VOLATILE else _ITS_OWN if kind in _OVERLAYS else ()
    disks = (disk for place in places if (disk := disk_of(place)) is not None)
    return tuple(sorted({whole for disk in disks for whole in _made_of(disk)}))


def _made_of(disk: str) -> Iterator[str]:
    """The disks that one is made of, itself where it is one."""
    try:
        below = sorted((_DISKS / disk / "slaves").iterdir())
    except OSError:
        below = []
    for each in below:
        block = each.resolve()
        yield from _made_of(block.parent.name if (block / "partition").exists() else block.name)
    if not below:
        yield disk


def mounted_below(
    roots: tuple[Path, ...], mounts: Path = MOUNTS, *, writable: bool = True
) -> tuple[Path, ...]:
    """Where something is mounted below one of the directories, in the kernel's order.

    ``writable``: only where it can be written.
    """
    try:
        lines = mounts.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return ()
    known = [fields for line in lines if len(fields := line.split(" ")) > 5]
    devices = {Path(_plain(each[4])): each[2] for each in known}
    fit = (each for each in known if not writable or "ro" not in each[5].split(","))
    points = (Path(_plain(each[4])) for each in fit)
    below = (one for one in points if any(root in (one, *one.parents) for root in roots))
    return tuple(dict.fromkeys(one for one in below if not _is_bound(one, devices)))


def _is_bound(point: Path, devices: dict[Path, str]) -> bool:
    """Whether it is a part of what lies above: a service's sandbox binds its directories so."""
    above = next((devices[each] for each in point.parents if each in devices), None)
    return above == devices[point]


def reason_of(error: OSError) -> FileProblem:
    """What the system says came in the way of a file, in one word."""
    return next((word for word, numbers in _NUMBERS.items() if error.errno in numbers), "other")


def sync_file(path: Path) -> None:
    """Make a file's content durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(
    path: Path,
    parts: Iterable[bytes],
    mode: int,
    *,
    draft: Path | None = None,
    before_named: Callable[[Path], object] | None = None,
) -> None:
    """Write a file that has its name once it is whole and on the medium, or not at all.

    Until then it is ``draft``, in the same directory: one that an earlier cut left there is
    replaced. ``before_named`` is called with it when it is durable, and may look at it and raise,
    or go on with it; what it writes it has to make durable. What had the name before stays until
    the last step.

    Raises OSError, and what ``parts`` and ``before_named`` do. The draft is gone then, as far as
    the medium lets it be removed.
    """
    draft = draft or path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        if before_named is not None:
            before_named(draft)
        draft.rename(path)
    finally:
        with suppress(OSError):  # a stick that was pulled out keeps it
            draft.unlink(missing_ok=True)
    sync_directory(path.parent)


def make_private_directory(directory: Path) -> None:
    """The directory, 0700.

    One that holds something already keeps its mode: it may be somebody's home. What is put into
    it is 0600 by itself.
    """
    if not directory.is_dir():
        directory.mkdir(parents=True, mode=0o700)
        sync_directory(directory.parent)
    elif directory.stat().st_uid == os.geteuid() and not any(directory.iterdir()):
        directory.chmod(0o700)


def write_new_file(path: Path, content: bytes, mode: int) -> None:
    """Write a file that must not be there yet; it appears whole or not at all.

    For the holder of the store's lock: two writers at once would overwrite each other. Raises
    FileExistsError, and OSError where the directory cannot take it.
    """
    if path.exists():
        raise FileExistsError(path)
    write_durably(path, (content,), mode)


def write_over(path: Path, content: bytes, mode: int) -> None:
    """Write a file, in place of one that may be there, and read it back.

    It appears whole or not at all. Raises OSError; EIO where something else is read back.
    """
    write_durably(path, (content,), mode)
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        with suppress(OSError):  # ask the medium, not the memory, where the kernel lets us
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        held = os.read(handle, len(content) + 1)
    finally:
        os.close(handle)
    if held != content:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))


def overwrite_and_delete(path: Path) -> None:
    """Delete a file, its bytes overwritten first; one that is not there is deleted already.

    Flash may keep the old blocks all the same, and so may a filesystem with a log. Raises OSError.
    """
    try:
        size = path.stat().st_size
        path.chmod(0o600)
    except FileNotFoundError:
        return
    handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        os.write(handle, bytes(size))
        os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink()
    sync_directory(path.parent)


def hidden_draft(path: Path, suffix: str) -> Path:
    """A name beside a file that nothing has: for places where others write, too."""
    return path.with_name(f".steadyhand-{os.urandom(6).hex()}{suffix}")


def _plain(escaped: str) -> str:
    """The kernel writes space, tab, newline and backslash as octal."""
    for code, character in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        escaped = escaped.replace(code, character)
    return escaped


class NotAFileError(OSError):
    """What lies there is a directory, a pipe, a socket or a device."""


class TooLargeError(ValueError):
    """There is more than was asked for."""


def open_file(path: str | Path, *, follow: bool = True) -> BinaryIO:
    """A plain file, opened for reading. ``follow``: a link to one will do.

    Raises NotAFileError, OSError, and ValueError for a name that no file can have.
    """
    handle = os.open(path, _PLAINLY | (0 if follow else os.O_NOFOLLOW))
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return os.fdopen(handle, "rb", buffering=0)
    os.close(handle)
    raise NotAFileError(errno.EISDIR, "this is no plain file", str(path))


def read_file(path: str | Path, most: int, *, follow: bool = True) -> bytes:
    """The content of a plain file. Raises as ``open_file`` does, and TooLargeError.

    A file that says itself that it has more than ``most`` bytes is not read at all.
    """
    with open_file(path, follow=follow) as file:
        if os.fstat(file.fileno()).st_size > most:
            raise TooLargeError
        return read_stream(file, most)


def read_stream(file: BinaryIO, most: int) -> bytes:
    """All that a stream holds, such as standard input. Raises OSError, TooLargeError."""
    content = b""
    while len(content) <= most and (part := file.read(most + 1 - len(content))):
        content += part
    if len(content) > most:
        raise TooLargeError
    return content


def places(mounts: Path = MOUNTS, home: Path | None = None) -> tuple[Path, ...]:
    """The mounted sticks, the one plugged in last first; without any, the home directory.

    A touchscreen's user may have a home that nobody writes to: then there is no place.
    """
    home = home or Path.home()
    sticks = mounted_below(ROOTS, mounts)[::-1]
    return sticks or ((home,) if os.access(home, os.W_OK) else ())


def places_to_read(mounts: Path = MOUNTS, home: Path | None = None) -> tuple[Path, ...]:
    """Where a file may lie that comes back: every stick, a locked one too, then the home."""
    return (*mounted_below(ROOTS, mounts, writable=False)[::-1], home or Path.home())


def free_name(place: Path, stem: str, suffix: str) -> Path:
    """A name there that nothing has yet: ``stem``, else ``stem-2`` and so on."""
    number = 1
    while True:
        path = place / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        if not _is_there(path):
            return path
        number += 1


def _is_there(path: Path) -> bool:
    try:
        return path.is_symlink() or path.exists()
    except OSError:
        return False  # the writing will say why
