"""``steadyhand kiosk enable|disable|status``: the touchscreen of this machine, on or off."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from tui.exits import Exit, complain, say
from tui.text import cli as words

UNIT = "steadyhand-kiosk.service"
CONSOLE = "getty@tty1.service"  # what has the screen while the kiosk is off
FIRST_DEBIAN = 13  # its foot is the first that knows touch
PACKAGES = {"cage": "cage", "foot": "foot"}  # program: package
FONT_PACKAGE = "fonts-dejavu-core"


@dataclass(frozen=True)
class Machine:
    """Where this machine keeps what is asked about. Programs are found on PATH."""

    root: bool
    os_release: Path = Path("/etc/os-release")
    font: Path = Path("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")


@click.command("kiosk")
@click.argument("verb", type=click.Choice(["enable", "disable", "status"]), metavar="VERB")
def command(verb: str) -> None:
    sys.exit(kiosk(verb))


def kiosk(verb: str, machine: Machine | None = None) -> Exit:
    """Do what the verb says, in one line. Returns the exit status."""
    machine = machine or Machine(root=os.geteuid() == 0)
    if shutil.which("systemctl") is None:
        complain(words.NO_SYSTEMD)
        return Exit.NOT_NOW
    if verb == "status":
        return _status()
    if not machine.root:
        complain(words.needs_root(verb))
        return Exit.NOT_NOW
    return _enable(machine) if verb == "enable" else _disable()


def _enable(machine: Machine) -> Exit:
    debian = debian_version(machine.os_release)
    if debian is not None and debian < FIRST_DEBIAN:
        complain(words.too_old(debian))
        return Exit.NOT_NOW
    if packages := missing(machine):
        complain(words.packages_missing(packages))
        return Exit.NOT_NOW
    if problem := _systemctl("enable", "--now", UNIT):
        complain(words.systemd_refused(problem))
        return Exit.NOT_NOW
    say(words.ENABLED)
    return Exit.DONE


def _disable() -> Exit:
    problem = _systemctl("disable", "--now", UNIT) or _systemctl("start", CONSOLE)
    if problem:
        complain(words.systemd_refused(problem))
        return Exit.NOT_NOW
    say(words.DISABLED)
    return Exit.DONE


def _status() -> Exit:
    enabled = is_on()
    running = _systemctl("is-active", "--quiet", UNIT) == ""
    say(words.status(enabled=enabled, running=running))
    return Exit.DONE


def is_on() -> bool:
    """Whether it comes up at each start. Without systemd it does not."""
    if shutil.which("systemctl") is None:
        return False
    return _systemctl("is-enabled", "--quiet", UNIT) == ""


def debian_version(os_release: Path) -> int | None:
    """The release of Debian or Raspberry Pi OS, such as 13; None where it is another or untold."""
    try:
        lines = os_release.read_text(errors="replace").splitlines()
    except OSError:
        return None
    told = {key: value.strip("\"'") for key, _, value in (line.partition("=") for line in lines)}
    version = told.get("VERSION_ID", "").partition(".")[0]
    named = told.get("ID") in {"debian", "raspbian"}
    return int(version) if named and version.isascii() and version.isdigit() else None


def missing(machine: Machine) -> list[str]:
    """The packages that are not there."""
    programs = [package for name, package in PACKAGES.items() if shutil.which(name) is None]
    return programs if machine.font.exists() else [*programs, FONT_PACKAGE]


def _systemctl(*arguments: str) -> str:
    """Ask systemd. Empty where it did so, else the last thing it said."""
    done = subprocess.run(
        ["systemctl", *arguments], capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode == 0:
        return ""
    said = done.stderr.strip().splitlines()
    return said[-1] if said else str(done.returncode)
