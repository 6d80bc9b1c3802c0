"""The private environment's contents: wheels, checked against the lock, installed by pip."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

from packaging.utils import canonicalize_name, parse_wheel_filename

from systemd.deb.lock import Pin, needed, pins
from systemd.deb.target import Target
from tui.bootstrap import ROOT

EXTRAS = ("keepass", "card")
# Isolated: what lies in the working directory or is set for Python changes nothing.
_PIP = [sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input"]


def install(target: Target, work: Path, site_packages: Path, moment: str) -> list[Pin]:
    """Fill a target's site-packages; what was installed beside the project itself, sorted.

    ``moment``: the project's own files are as old as this, in seconds since 1970.
    Raises ValueError, and CalledProcessError where a wheel can't be had.
    """
    wheels = work / "wheels"
    pinned = pins(Path(ROOT, "requirements.lock").read_text(), target)
    _download(pinned, target, wheels)
    names = needed(_project(), {_name(one): _requires(one) for one in wheels.iterdir()}, target)
    shipped = [pinned[name] for name in sorted(names)]
    own = _own_wheel(work / "own", moment)
    shutil.move(own, wheels)
    exact = [f"{pin.name}=={pin.version}" for pin in shipped]
    options = ["--no-index", "--find-links", str(wheels), "--no-compile"]
    # They were chosen for the target's Python; pip would now ask about the one that builds.
    options += ["--ignore-requires-python", "--target", str(site_packages)]
    _pip(target, "install", *options, *exact, "steadyhand")
    # Commands for the machine that builds, with its paths in them.
    shutil.rmtree(site_packages / "bin", ignore_errors=True)
    return shipped


def _project() -> list[str]:
    """What the project asks for in a car, the makers of copies included."""
    project = tomllib.loads(Path(ROOT, "pyproject.toml").read_text())["project"]
    more = project["optional-dependencies"]
    return [*project["dependencies"], *(line for extra in EXTRAS for line in more[extra])]


def _download(pinned: dict[str, Pin], target: Target, wheels: Path) -> None:
    lock = wheels.parent / "for-the-target.lock"
    lock.write_text("".join(pin.text for pin in pinned.values()))
    _pip(target, "download", "--require-hashes", "-r", str(lock), "--dest", str(wheels))


def _pip(target: Target, command: str, *arguments: str) -> None:
    # Dependencies are followed here: pip would follow those of the machine that builds.
    fits = ["--no-deps", "--only-binary", ":all:", "--python-version", target.python]
    for platform in target.platforms:
        fits += ["--platform", platform]
    _run([*_PIP, command, "-q", "--implementation", "cp", *fits, *arguments])


def _own_wheel(directory: Path, moment: str) -> Path:
    build = [sys.executable, "-I", "-m", "hatchling", "build", "--target", "wheel"]
    _run([*build, "--directory", str(directory)], SOURCE_DATE_EPOCH=moment)
    (wheel,) = directory.glob("*.whl")
    return wheel


def _run(command: list[str], **more: str) -> None:
    # An owner's own pip settings may say where to fetch from, and not where to.
    kept = {name: text for name, text in os.environ.items() if name != "PIP_TARGET"}
    subprocess.run(command, cwd=ROOT, env=kept | more, check=True, capture_output=True)


def _name(wheel: Path) -> str:
    return canonicalize_name(parse_wheel_filename(wheel.name)[0])


def _requires(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as file:
        # A wheel may carry others whole, each with papers of its own further down.
        (papers,) = (one for one in zipfile.Path(file).iterdir() if one.name.endswith(".dist-info"))
        metadata = message_from_bytes((papers / "METADATA").read_bytes())
    return [str(line) for line in metadata.get_all("Requires-Dist", [])]
