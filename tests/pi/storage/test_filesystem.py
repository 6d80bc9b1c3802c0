"""Where the kernel says a directory lies."""

from pathlib import Path

import pytest

from pi.filesystem import filesystem_of, is_volatile
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
