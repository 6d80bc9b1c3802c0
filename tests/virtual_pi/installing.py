"""Putting the package on a virtual Pi and setting it up, as its owner would."""

from pathlib import Path

from systemd.deb.target import Target
from tests.systemd.packages import package
from tests.tools.virtual_pi.machine import VirtualPi

PACKAGE = "/root/steadyhand.deb"
# What tells gpiozero of a Pi is laid over /proc/cpuinfo, and the sandbox has a /proc of its own.
SEES_A_PI = """
[Service]
BindReadOnlyPaths=-/run/virtual-pi/cpuinfo:/proc/cpuinfo
"""
SET_UP = """
pin = "2580"
[[vehicle]]
name = "Qashqai"
head_unit = "nissan-radio-code"
code = "3712"
"""


def bring(machine: VirtualPi, directory: Path) -> None:
    """Build the package for the guest, in an empty directory, and put it in."""
    arch = machine.exec("dpkg --print-architecture").stdout.strip()
    python = machine.exec("readlink -f /usr/bin/python3").stdout.strip().partition("python")[2]
    machine.put(package(Target(arch, python), directory), PACKAGE)
    dropped = "/etc/systemd/system/steadyhand.service.d"
    machine.exec(f"mkdir -p {dropped}; cat >{dropped}/virtual-pi.conf", typed=SEES_A_PI.encode())


def install(machine: VirtualPi) -> None:
    """Install the package that was brought, or upgrade to it; the service is ready then."""
    machine.exec(f"dpkg -i {PACKAGE}")


def as_member(machine: VirtualPi, command: str, typed: bytes = b"") -> str:
    """What a steadyhand command answers to a member of its group."""
    return machine.exec(f"su steadyhand -c 'steadyhand {command}'", typed=typed).stdout


def process(machine: VirtualPi) -> str:
    asked = "systemctl show --value -p MainPID steadyhand.service"
    return machine.exec(asked).stdout.strip()
