"""What has no end, or is larger than any memory, is refused at once on every way in."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.blackbox.processes import SERVICE, Place
from tests.pi.radio.own_files import SOUND
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


def _sparse(path: Path) -> None:
    """A file of 12 GiB that takes no room."""
    with path.open("wb") as file:
        file.truncate(12 * GIB)


ODD: dict[str, Callable[[Path], None]] = {
    "a directory": Path.mkdir,
    "a pipe": os.mkfifo,
    "a device without end": lambda path: path.symlink_to("/dev/zero"),
    "twelve gigabytes": _sparse,
}


def refused(place: Place, reader: tuple[str, ...], file: Path | str) -> str:
    """The one line that is said of it."""
    done = place.run(*reader, str(file), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert (done.returncode, (done.stdout + done.stderr).count("\n")) == (2, 1)
    return done.stdout + done.stderr


@pytest.mark.parametrize("odd", ODD, ids=ODD)
@pytest.mark.parametrize("reader", READERS, ids=" ".join)
def test_what_is_no_file_or_larger_than_any_is_refused(
    kept: Place, tmp_path: Path, reader: tuple[str, ...], odd: str
) -> None:
    ODD[odd](tmp_path / "given")
    said = refused(kept, reader, tmp_path / "given")
    assert "given" in said or "This file is no backup" in said


@pytest.mark.parametrize("odd", ODD, ids=ODD)
def test_among_the_owners_own_families_it_is_named_and_the_rest_load(kept: Place, odd: str) -> None:
    own = kept.state / "head_units"
    own.mkdir(exist_ok=True)
    ODD[odd](own / "odd.toml")
    (own / "mine.toml").write_text(SOUND.format(name="mine"), "utf-8")
    done = kept.run("head-units", "--make", "Lada")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stderr.startswith("steadyhand: odd.toml")
    assert done.stdout.startswith("mine: ")
    assert kept.run("status").returncode == 0


@pytest.mark.parametrize("odd", [each for each in ODD if each != "a directory"])
def test_in_place_of_their_directory_it_is_named(kept: Place, odd: str) -> None:
    ODD[odd](kept.state / "head_units")
    done = kept.run("head-units", "--make", "Honda")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert "head_units" in done.stderr
    assert kept.run("status").returncode == 0


@pytest.mark.parametrize("odd", ODD, ids=ODD)
def test_in_place_of_the_device_key_it_is_a_damaged_one(kept: Place, odd: str) -> None:
    kept.end()
    (kept.state / "device.key").unlink()
    ODD[odd](kept.state / "device.key")
    done = kept.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PIN)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    done = kept.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PASSPHRASE)
    assert (done.returncode, "3712" in done.stdout) == (0, True)
    assert "The PIN's other half is damaged" in kept.run("doctor").stdout


@pytest.mark.parametrize("odd", ODD, ids=ODD)
def test_in_place_of_the_settings_it_is_said_and_the_service_serves(kept: Place, odd: str) -> None:
    kept.end()
    settings = kept.directory / "steadyhand.toml"
    kept.environment["STEADYHAND_SETTINGS"] = str(settings)
    ODD[odd](settings)
    checked = subprocess.run(
        [*kept.run_by, sys.executable, "-c", SERVICE, "--check-settings"],
        env=kept.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (checked.returncode, checked.stderr.count("\n")) == (1, 1)
    assert str(settings) in checked.stderr
    assert kept.run("status").returncode == 0
    assert str(settings) in kept.run("doctor").stdout


@pytest.mark.parametrize("odd", ODD, ids=ODD)
def test_in_place_of_the_store_it_is_told(place: Place, odd: str) -> None:
    place.state.mkdir()
    ODD[odd](place.database)
    done = place.run("status")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)


def test_a_standard_input_that_is_too_long_is_refused(place: Place) -> None:
    done = place.run("setup", "--from", "-", typed=b"# too long\n" * (1 << 20))
    assert (done.returncode, "larger than 8 MiB" in done.stderr) == (2, True)
