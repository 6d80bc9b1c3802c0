"""What a directory lies on, as the kernel tells it, and making the names in it durable."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MOUNTS: Final = Path("/proc/self/mountinfo")
NETWORK: Final = "network"
_OVER_THE_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse.rclone", "9p", "afs", "ceph"}
)
_OVERLAYS: Final = frozenset({"overlay", "overlayfs", "aufs"})
_ITS_OWN: Final = (Path("/"), Path("/boot"), Path("/boot/firmware"))  # a Pi boots from its card
_DISKS: Final = Path("/sys/block")
VOLATILE: Final = frozenset({"overlay", "overlayfs", "aufs", "tmpfs", "ramfs", "rootfs"})


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


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _plain(escaped: str) -> str:
    """The kernel writes space, tab, newline and backslash as octal."""
    for code, character in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        escaped = escaped.replace(code, character)
    return escaped
