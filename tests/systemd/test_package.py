"""What the package holds, what it says of itself, and that it runs by itself, as it is unpacked."""

import hashlib
import io
import json
import marshal
import os
import re
import struct
import subprocess
import tarfile
from pathlib import Path

import pytest

from systemd.deb.archive import lay, moment
from systemd.deb.lock import needed, pins
from systemd.deb.target import Target
from systemd.deb.wheels import install
from tests import ROOT
from tests.systemd.packages import online, this_machine

LOCK = (ROOT / "requirements.lock").read_text()
PI_12, PI_13, PC_12 = Target("arm64", "3.11"), Target("arm64", "3.13"), Target("amd64", "3.11")


def test_a_pi_gets_the_lgpio_that_is_one_on_its_python_with_every_hash_of_the_lock() -> None:
    on_12, on_13 = pins(LOCK, PI_12), pins(LOCK, PI_13)
    lgpios = [[name for name in found if "lgpio" in name] for found in (on_12, on_13)]
    assert lgpios == [["lgpio"], ["adafruit-lgpio"]]
    kept = "".join(pin.text for pin in (*on_12.values(), on_13["adafruit-lgpio"]))
    assert kept.count("--hash=sha256:") == LOCK.count("--hash=sha256:")


@pytest.mark.parametrize(
    ("project", "requires", "target", "reached"),
    [
        pytest.param("a", {"a": ["b>=1"], "b": ["c"], "c": ["a"]}, PI_12, "abc", id="to the end"),
        pytest.param("a[x]", {"a": ["b; extra == 'x'"], "b": []}, PI_12, "ab", id="an extra"),
        pytest.param("a", {"a": ["b; extra == 'x'"], "b": []}, PI_12, "a", id="no extra"),
        pytest.param("a; platform_machine == 'aarch64'", {"a": []}, PI_12, "a", id="a marker"),
        pytest.param("a; platform_machine == 'aarch64'", {"a": []}, PC_12, "", id="another's"),
    ],
)
def test_requirements_are_followed_where_they_hold(
    project: str, requires: dict[str, list[str]], target: Target, reached: str
) -> None:
    assert needed([project], {**requires, "d": []}, target) == set(reached)


def test_a_requirement_that_the_lock_does_not_pin_ends_the_build() -> None:
    with pytest.raises(ValueError, match="lock pins no b"):
        needed(["a"], {"a": ["b"]}, PI_12)


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


def test_it_asks_for_the_very_python_of_its_environment_and_no_touchscreen(control: Path) -> None:
    python = this_machine().python
    following = f"3.{int(python.removeprefix('3.')) + 1}"
    assert f"python3 (>= {python}), python3 (<< {following}~)" in field(control, "Depends")
    assert field(control, "Suggests") == "cage, foot, fonts-dejavu-core"


def test_all_is_roots_only_commands_can_be_run_and_all_is_as_old_as_its_source(built: Path) -> None:
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


def test_every_file_the_owner_may_edit_is_kept_at_an_upgrade(control: Path, unpacked: Path) -> None:
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


def test_what_only_a_clone_needs_or_runs_at_pythons_start_is_not_in_it(unpacked: Path) -> None:
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
def test_a_pi_gets_libraries_for_its_processor_and_lgpio_too(python: str, tmp_path: Path) -> None:
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


IMPORT_ALL = """
import importlib, pkgutil, pi, tui
for package in (pi, tui):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
import gpiozero.pins.mock, cryptography.hazmat.primitives.kdf.argon2
"""


@pytest.fixture(scope="module")
def python(unpacked: Path) -> Path:
    """The environment's own Python; the test is skipped where Debian's is not installed."""
    found = unpacked / "opt/steadyhand/venv/bin/python3"
    if not found.exists():
        pytest.skip(f"no {os.readlink(found)} here")
    return found


def launched(unpacked: Path, python: Path, launcher: str, *arguments: str) -> list[str]:
    """The command line of a launcher, as its first line would have it under /."""
    first, *_ = (unpacked / launcher).read_text().splitlines()
    interpreter, isolated = first.removeprefix("#!").split(" ")
    assert unpacked / interpreter.lstrip("/") == python
    # -B: the tree under test stays as it was unpacked.
    return [str(python), isolated, "-B", str(unpacked / launcher), *arguments]


def test_the_command_finds_the_service_which_ends_cleanly_when_told(
    unpacked: Path, python: Path, tmp_path: Path
) -> None:
    (tmp_path / "click.py").write_text("raise SystemExit('not ours')")
    state = {"STEADYHAND_STATE_DIR": str(tmp_path / "state")}
    at_home = {**os.environ, **state, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    serve = launched(unpacked, python, "usr/sbin/steadyhandd", "--announce")
    with subprocess.Popen(serve, env=at_home, stdout=subprocess.PIPE, text=True) as service:
        try:
            assert service.stdout is not None
            assert "ready" in service.stdout.readline()
            ask = launched(unpacked, python, "usr/bin/steadyhand", "status", "--json")
            said = subprocess.run(ask, env=at_home, capture_output=True, text=True)
            assert json.loads(said.stdout)["vehicles"] == [], said.stderr
        finally:
            service.terminate()
        assert service.wait() == 0


def test_every_module_finds_what_it_imports(python: Path, tmp_path: Path) -> None:
    # In a directory of its own, since lgpio leaves a pipe in it.
    done = subprocess.run(
        [python, "-I", "-B", "-c", IMPORT_ALL], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
