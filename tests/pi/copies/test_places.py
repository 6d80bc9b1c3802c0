"""Where a copy can go from a touchscreen."""

from pathlib import Path

from pi.copies.places import free_name, places, places_to_read

MOUNTS = """\
22 1 8:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw
39 22 8:2 /media /media rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw
40 22 8:17 / /media/owner/MY\\040STICK rw,nosuid shared:3 - vfat /dev/sda1 rw
41 22 8:33 / /run/media/owner/OTHER rw,nosuid shared:4 - ext4 /dev/sdb1 rw
43 22 8:49 / /mnt/locked ro,nosuid shared:5 - ext4 /dev/sdc1 ro
42 22 8:33 / /mediathek rw,nosuid shared:4 - ext4 /dev/sdb2 rw
"""


def test_the_stick_that_was_plugged_in_last_comes_first(tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(MOUNTS)
    assert places(tmp_path / "mounts", tmp_path) == (
        Path("/run/media/owner/OTHER"),
        Path("/media/owner/MY STICK"),
    )


def test_a_file_may_come_back_from_a_locked_stick_and_from_the_home(tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(MOUNTS)
    assert places_to_read(tmp_path / "mounts", tmp_path) == (
        Path("/mnt/locked"),
        Path("/run/media/owner/OTHER"),
        Path("/media/owner/MY STICK"),
        tmp_path,
    )


def test_a_stick_may_be_mounted_in_the_place_of_all_sticks(tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(MOUNTS.replace("/media/owner/MY\\040STICK", "/mnt"))
    assert Path("/mnt") in places(tmp_path / "mounts", tmp_path)


def test_a_directory_that_a_sandbox_binds_to_itself_is_no_stick(tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text("".join(MOUNTS.splitlines(keepends=True)[:2]))
    assert places(tmp_path / "mounts", tmp_path) == (tmp_path,)


def test_without_a_stick_it_is_the_home(tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(MOUNTS.splitlines()[0])
    assert places(tmp_path / "mounts", tmp_path) == (tmp_path,)


def test_a_home_that_is_not_to_be_written_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(MOUNTS.splitlines()[0])
    assert places(tmp_path / "mounts", tmp_path / "none") == ()


def test_where_the_kernel_says_nothing_it_is_the_home(tmp_path: Path) -> None:
    assert places(tmp_path / "nothing", tmp_path) == (tmp_path,)


def test_a_name_is_proposed_that_nothing_has_yet(tmp_path: Path) -> None:
    (tmp_path / "card.pdf").touch()
    (tmp_path / "card-2.pdf").symlink_to("nowhere")
    assert free_name(tmp_path, "card", ".pdf") == tmp_path / "card-3.pdf"
