"""Where the kernel says a directory lies."""

from pathlib import Path

import pytest

from pi import filesystem
from pi.filesystem import NETWORK, filesystem_of, is_volatile, media_of
from pi.storage.database import open_store
from tests.cards.card import Card

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


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    path = tmp_path / "mountinfo"
    path.write_text(MOUNTS)
    return path


@pytest.mark.parametrize(
    ("directory", "kind"),
    [
        ("/home/pi/state", "ext4"),
        ("/var/lib/other", "overlay"),
        ("/var/lib/steadyhand", "ext4"),
        ("/var/lib/steadyhand-old", "overlay"),
        ("/mnt/with space/state", "tmpfs"),
        ("/mnt/twice/state", "ext4"),
    ],
)
def test_the_deepest_and_latest_mount_counts(mounts: Path, directory: str, kind: str) -> None:
    assert filesystem_of(Path(directory), mounts) == kind


def test_an_overlay_is_volatile(mounts: Path) -> None:
    assert is_volatile(Path("/var/lib/other"), mounts)


def test_a_partition_is_not_volatile(mounts: Path) -> None:
    assert not is_volatile(Path("/var/lib/steadyhand"), mounts)


def test_an_unknown_filesystem_is_unknown(tmp_path: Path) -> None:
    assert filesystem_of(tmp_path, tmp_path / "missing") is None


def test_a_store_in_memory_is_opened_and_says_that_it_is_volatile(card: Card) -> None:
    with open_store(card.path / "state") as store:
        assert (store.volatile, store.can_save()) == (True, None)


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
    assert media_of(tmp_path) == media


def test_what_lies_on_the_network_is_on_no_disk_of_this_machine(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text("27 1 0:40 / / rw shared:1 - nfs4 server:/share rw\n")
    assert media_of(tmp_path, mounts) == (NETWORK,)


def test_what_is_in_memory_alone_lies_on_nothing(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text("27 1 0:40 / / rw shared:1 - tmpfs tmpfs rw\n")
    assert media_of(tmp_path, mounts) == ()
