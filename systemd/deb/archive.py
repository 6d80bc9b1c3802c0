"""The package, put together: the same bytes from the same commit."""

import os
import subprocess
import sys
from pathlib import Path

from systemd.deb.control import lay_control, lay_papers, version
from systemd.deb.target import Target
from systemd.deb.tree import lay_environment, lay_files, settle
from systemd.deb.wheels import install
from tui.bootstrap import ROOT


def build(target: Target, work: Path, output: Path) -> Path:
    """Build the package for a target in the empty directory ``work``; the package.

    Raises OSError, ValueError, and CalledProcessError with what the command said.
    """
    root = lay(target, work)
    output.mkdir(parents=True, exist_ok=True)
    package = output / f"steadyhand_{version(target)}_{target.arch}.deb"
    # Every Debian reads xz, and one thread's output does not depend on the machine.
    pack = ["dpkg-deb", "--root-owner-group", "-Zxz", "--threads-max=1", "--build", root, package]
    dated = {**os.environ, "SOURCE_DATE_EPOCH": moment()}
    subprocess.run([str(word) for word in pack], env=dated, check=True, capture_output=True)
    return package


def lay(target: Target, work: Path) -> Path:
    """Lay all that the package holds, with what it says of itself in DEBIAN/; its root."""
    root = work / "root"
    lay_files(root)
    site_packages = lay_environment(root, target)
    shipped = install(target, work, site_packages, moment())
    if target.runs_here:
        _compile(root, site_packages)
    lay_papers(root, shipped)
    lay_control(root, target)
    settle(root)
    return root


def _compile(root: Path, site_packages: Path) -> None:
    """Compile for the target what its own Python would need a minute for, on a small one.

    The code is named by where it will lie, and taken as it is: no time of a file is in it.
    """
    command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    places = ["-s", str(root), "-p", "/", str(site_packages)]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}  # decides the order of compiled sets
    subprocess.run([*command, *places], env=environment, check=True, capture_output=True)


def moment() -> str:
    """The time that every file gets, in seconds: ``SOURCE_DATE_EPOCH``, else the commit's.

    Outside of a repository it is that of the changelog.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return given
    asked = ["git", "-C", ROOT, "log", "-1", "--format=%ct"]
    try:
        return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return str(int(Path(ROOT, "CHANGELOG.md").stat().st_mtime))
