"""What the package holds, and what it says of itself."""

import hashlib
import io
import marshal
import os
import re
import struct
import subprocess
import tarfile
from pathlib import Path

import pytest

from systemd.deb.archive import lay, moment
from systemd.deb.target import Target
from systemd.deb.wheels import install
from tests import ROOT
from tests.systemd.packages import online, this_machine

AARCH64 = 183  # e_machine in an ELF header
UNCHECKED_HASH = 1  # flags of compiled code that no time of a file decides about


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]


def contents(root: Path, under: str = ".") -> dict[Path, tuple[int, bytes]]:
    return {
        Path(under) / path.relative_to(root): (path.stat().st_mode, path.read_bytes())
        for path in files(root)
    }


def field(control: Path, name: str) -> str:
    text = (control / "control").read_text().replace("\n ", " ")
    return next(line for line in text.splitlines() if line.startswith(f"{name}: ")).split(": ")[1]


def test_it_asks_for_the_very_python_of_its_environment_and_for_no_touchscreen(
    control: Path,
) -> None:
    python = this_machine().python
    following = f"3.{int(python.removeprefix('3.')) + 1}"
    assert f"python3 (>= {python}), python3 (<< {following}~)" in field(control, "Depends")
    assert field(control, "Suggests") == "cage, foot, fonts-dejavu-core"


def test_all_is_roots_none_but_the_commands_can_be_run_and_all_is_as_old_as_its_source(
    built: Path,
) -> None:
    packed = subprocess.run(["dpkg-deb", "--fsys-tarfile", built], check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        members = list(archive)
    loose = [
        member.name
        for member in members
        if (member.uid, member.gid) != (0, 0) or (not member.issym() and member.mode & 0o7022)
    ]
    run = {member.name for member in members if member.isreg() and member.mode & 0o111}
    assert (loose, run) == ([], {"./usr/bin/steadyhand", "./usr/sbin/steadyhandd"})
    assert {str(member.mtime) for member in members} == {moment()}


def test_each_program_of_ours_that_its_files_name_is_in_it(unpacked: Path) -> None:
    plain = [*(unpacked / "etc").rglob("*"), *(unpacked / "usr/lib").rglob("*")]
    named = {
        program
        for path in plain
        if path.is_file()
        for program in re.findall(
            r"/(opt/steadyhand/[\w/]+|usr/s?bin/steadyhand\w*)", path.read_text()
        )
    }
    missing = [program for program in sorted(named) if not os.path.lexists(unpacked / program)]
    assert (missing, len(named) >= 2) == ([], True)


def test_every_file_for_the_owner_to_edit_is_kept_at_an_upgrade(
    control: Path, unpacked: Path
) -> None:
    edited = {f"/{path.relative_to(unpacked)}" for path in files(unpacked / "etc")}
    assert set((control / "conffiles").read_text().splitlines()) == edited


def test_its_checksums_are_those_of_its_files(control: Path, unpacked: Path) -> None:
    lines = (control / "md5sums").read_text().splitlines()
    told = {name: sum for sum, name in (line.split("  ", 1) for line in lines)}
    there = {
        str(path.relative_to(unpacked)): hashlib.md5(path.read_bytes()).hexdigest()
        for path in files(unpacked)
    }
    assert told == there


def test_nothing_of_the_place_where_it_was_built_is_in_it(unpacked: Path, built: Path) -> None:
    places = [str(place).encode() for place in (ROOT, built.parent)]
    telling = [
        path for path in files(unpacked) if any(place in path.read_bytes() for place in places)
    ]
    assert telling == []


def test_what_only_a_clone_needs_and_what_runs_at_each_start_of_python_is_not_in_it(
    unpacked: Path,
) -> None:
    (site_packages,) = unpacked.glob("opt/steadyhand/venv/lib/*/site-packages")
    names = {path.name.partition("-")[0] for path in site_packages.glob("*.dist-info")}
    assert names.isdisjoint({"hatchling", "editables", "setuptools", "pip", "pytest"})
    assert list(unpacked.rglob("*.pth")) == []


def test_what_is_compiled_names_where_it_will_lie_and_asks_for_no_time(unpacked: Path) -> None:
    compiled = [path.read_bytes() for path in unpacked.rglob("*.pyc")]
    places = {marshal.loads(one[16:]).co_filename.partition("/lib/")[0] for one in compiled}
    kinds = {int.from_bytes(one[4:8], "little") for one in compiled}
    assert (places, kinds) == ({"/opt/steadyhand/venv"}, {UNCHECKED_HASH})


def test_building_again_lays_the_same_files(unpacked: Path, control: Path, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with online():
            again = lay(this_machine(), tmp_path)
    finally:
        os.umask(before)
    assert contents(again) == {**contents(unpacked), **contents(control, "DEBIAN")}


@pytest.mark.parametrize("python", ["3.11", "3.13"])
def test_a_pi_gets_libraries_for_its_processor_and_lgpio_among_them(
    python: str, tmp_path: Path
) -> None:
    with online():
        install(Target("arm64", python), tmp_path, tmp_path / "packages", moment())
    libraries = list(tmp_path.rglob("*.so"))
    machines = {struct.unpack("<H", path.read_bytes()[18:20])[0] for path in libraries}
    names = {path.name.partition(".")[0] for path in libraries}
    assert (machines, "_lgpio" in names) == ({AARCH64}, True)


def test_the_scripts_of_the_package_are_sound(control: Path) -> None:
    for script in ("postinst", "prerm", "postrm"):
        text = (control / script).read_text()
        subprocess.run(["sh", "-n", control / script], check=True)
        assert (text.startswith("#!/bin/sh\n"), "\nset -e\n" in text) == (True, True), script
