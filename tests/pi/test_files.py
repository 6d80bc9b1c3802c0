"""What lies under a name: only plain files are read, and the kernel says on what they lie."""

import io
import os
import socket
from pathlib import Path

import pytest

from pi import filesystem

GIB = 1 << 30
MOUNTS = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw
30 27 0:30 / /var rw - overlay overlay rw,lowerdir=/ro
31 30 179:3 / /var/lib/steadyhand rw - ext4 /dev/mmcblk0p3 rw
32 27 0:31 / /mnt/with\\040space rw - tmpfs tmpfs rw
33 27 0:32 / /mnt/twice rw - tmpfs tmpfs rw
34 27 0:33 / /mnt/twice rw master:2 propagate_from:3 - ext4 /dev/sda1 rw
broken line
"""


def test_a_file_that_fits_is_read_whole_and_one_byte_more_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 100)
    assert filesystem.read_file(tmp_path / "file", 100) == b"x" * 100
    with pytest.raises(filesystem.TooLargeError):
        filesystem.read_file(tmp_path / "file", 99)
    os.truncate(tmp_path / "file", 12 * GIB)
    with pytest.raises(filesystem.TooLargeError):
        filesystem.read_file(tmp_path / "file", 11 * GIB)  # unread: that would take as much memory


class Dripping(io.RawIOBase):
    """A stream without an end that gives a byte at a time."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        """One more."""
        self.given += 1
        return b"x"


def test_of_a_stream_without_end_one_byte_more_than_fits_is_taken() -> None:
    endless = Dripping()
    with pytest.raises(filesystem.TooLargeError):
        filesystem.read_stream(endless, 1000)  # type: ignore[arg-type]
    assert endless.given == 1001


def test_no_pipe_no_directory_and_no_device_is_a_file_and_nobody_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe", tmp_path / "link", tmp_path):
        with pytest.raises(filesystem.NotAFileError):
            filesystem.open_file(path)
    for device in ("/dev/zero", "/dev/null", "/dev/tty"):
        with pytest.raises(OSError, match=r"plain file|No such device"):
            filesystem.read_file(device, 100)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(tmp_path / "s"))
        with pytest.raises(OSError, match="No such device"):
            filesystem.open_file(tmp_path / "s")


def test_a_link_is_followed_only_where_it_may_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to("file")
    assert filesystem.read_file(tmp_path / "link", 1) == b"x"
    with pytest.raises(OSError, match="symbolic links"):
        filesystem.read_file(tmp_path / "link", 1, follow=False)


@pytest.mark.parametrize(
    ("directory", "kind", "volatile"),
    [
        ("/home/pi/state", "ext4", False),
        ("/var/lib/other", "overlay", True),
        ("/var/lib/steadyhand", "ext4", False),
        ("/var/lib/steadyhand-old", "overlay", True),
        ("/mnt/with space/state", "tmpfs", True),
        ("/mnt/twice/state", "ext4", False),
    ],
)
def test_the_deepest_and_latest_mount_counts(
    tmp_path: Path, directory: str, kind: str, volatile: bool
) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS)
    found = filesystem.filesystem_of(Path(directory), tmp_path / "mountinfo")
    assert (found, filesystem.is_volatile(Path(directory), tmp_path / "mountinfo")) == (
        kind,
        volatile,
    )
    assert filesystem.filesystem_of(tmp_path, tmp_path / "missing") is None


def block(disks: Path, name: str, *below: str) -> None:
    """A disk, made of others where they are named; a partition is named ``disk/partition``."""
    (disks / name / "slaves").mkdir(parents=True)
    for each in below:
        part = disks / each
        part.mkdir(parents=True, exist_ok=True)
        if "/" in each:
            (part / "partition").touch()
        (disks / name / "slaves" / part.name).symlink_to(part)


@pytest.mark.parametrize(
    ("disk", "media"),
    [("sda", ("sda",)), ("dm-0", ("mmcblk0",)), ("dm-1", ("mmcblk0",)), ("md0", ("sda", "sdb"))],
)
def test_an_encrypted_or_joined_disk_is_what_it_is_made_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: str, media: tuple[str, ...]
) -> None:
    block(tmp_path, "dm-0", "mmcblk0/mmcblk0p2")
    block(tmp_path, "dm-1", "dm-0")
    block(tmp_path, "md0", "sda", "sdb")
    monkeypatch.setattr(filesystem, "_DISKS", tmp_path)
    monkeypatch.setattr(filesystem, "disk_of", lambda _: disk)
    assert filesystem.media_of(tmp_path) == media


@pytest.mark.parametrize(
    ("mount", "media"), [("nfs4 server:/share", (filesystem.NETWORK,)), ("tmpfs tmpfs", ())]
)
def test_what_lies_on_the_network_or_in_memory_is_on_no_disk_of_this_machine(
    tmp_path: Path, mount: str, media: tuple[str, ...]
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"27 1 0:40 / / rw shared:1 - {mount} rw\n")
    assert filesystem.media_of(tmp_path, mounts) == media
