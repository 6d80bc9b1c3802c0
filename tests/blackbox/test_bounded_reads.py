"""What has no end, or is larger than any memory, is refused at once on every way in."""

import os
import sys
from pathlib import Path

import pytest

from tests.blackbox.processes import Place
from tests.pi.service.rig import PASSPHRASE, PIN

GIB = 1 << 30
READERS = [
    ("setup", "--from"),
    ("import", "keepass", "--passphrase-stdin"),
    ("restore", "--passphrase-stdin"),
    ("head-units", "--check"),
]


@pytest.fixture(autouse=True)
def _little_memory(place: Place) -> None:
    """A command that reads without end fails for want of memory, instead of taking all of it."""
    most = 2 * GIB
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({most}, {most})); "
    place.run_by = (
        *(sys.executable, "-c"),
        f"import os, sys; {limit}os.execvp(sys.argv[1], sys.argv[1:])",
    )


@pytest.fixture
def sparse(tmp_path: Path) -> Path:
    """A file of 12 GiB that takes no room."""
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(12 * GIB)
    return tmp_path / "sparse"


def refused(place: Place, reader: tuple[str, ...], file: Path | str) -> str:
    """The one line that is said of it."""
    done = place.run(*reader, str(file), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert (done.returncode, (done.stdout + done.stderr).count("\n")) == (2, 1)
    return done.stdout + done.stderr


@pytest.mark.parametrize("reader", READERS, ids=" ".join)
def test_a_device_without_end_is_refused(kept: Place, reader: tuple[str, ...]) -> None:
    assert "/dev/zero" in refused(kept, reader, "/dev/zero")


@pytest.mark.parametrize("reader", READERS, ids=" ".join)
def test_a_link_to_one_is_refused(kept: Place, tmp_path: Path, reader: tuple[str, ...]) -> None:
    (tmp_path / "link").symlink_to("/dev/zero")
    refused(kept, reader, tmp_path / "link")


@pytest.mark.parametrize("reader", READERS, ids=" ".join)
def test_nobody_waits_at_a_pipe(kept: Place, tmp_path: Path, reader: tuple[str, ...]) -> None:
    os.mkfifo(tmp_path / "pipe")
    refused(kept, reader, tmp_path / "pipe")


@pytest.mark.parametrize("reader", READERS, ids=" ".join)
def test_a_file_of_twelve_gigabytes_is_refused(
    kept: Place, sparse: Path, reader: tuple[str, ...]
) -> None:
    refused(kept, reader, sparse)


def test_a_standard_input_that_is_too_long_is_refused(place: Place) -> None:
    done = place.run("setup", "--from", "-", typed=b"# too long\n" * (1 << 20))
    assert (done.returncode, "larger than 8 MiB" in done.stderr) == (2, True)


def test_a_device_key_without_end_is_a_damaged_one(kept: Place) -> None:
    (kept.state / "device.key").unlink()
    (kept.state / "device.key").symlink_to("/dev/zero")
    done = kept.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PIN)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    done = kept.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PASSPHRASE)
    assert (done.returncode, "3712" in done.stdout) == (0, True)


@pytest.mark.parametrize("what", ["pipe", "device"])
def test_what_is_no_store_in_its_place_is_told(place: Place, what: str) -> None:
    place.state.mkdir()
    if what == "pipe":
        os.mkfifo(place.database)
    else:
        place.database.symlink_to("/dev/zero")
    done = place.run("status")
    assert (done.returncode, "is no file" in done.stderr) == (4, True)
