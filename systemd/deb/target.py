"""What a package is built for: a processor, and the Debian whose Python it runs on."""

import platform
import subprocess
from dataclasses import dataclass
from typing import Final

OLDEST_GLIBC: Final = 17  # 2.17: what wheels for no newer one are called manylinux2014


@dataclass(frozen=True)
class Debian:
    """A release. ``glibc``: the minor number of its C library, 36 for 2.36."""

    number: int
    glibc: int


_DEBIANS: Final = {"3.11": Debian(12, 36), "3.13": Debian(13, 41)}
_MACHINES: Final = {"arm64": "aarch64", "amd64": "x86_64"}
PYTHONS: Final = tuple(_DEBIANS)
ARCHES: Final = tuple(_MACHINES)


@dataclass(frozen=True)
class Target:
    """``arch``: the processor as Debian names it. ``python``: major and minor, as in 3.11."""

    arch: str
    python: str

    @property
    def debian(self) -> Debian:
        """The release that has this Python."""
        return _DEBIANS[self.python]

    @property
    def platforms(self) -> list[str]:
        """The platform tags of the wheels that run there, best first."""
        machine = _MACHINES[self.arch]
        new = (f"manylinux_2_{minor}" for minor in range(self.debian.glibc, OLDEST_GLIBC - 1, -1))
        return [f"{tag}_{machine}" for tag in (*new, "manylinux2014", "linux")]

    @property
    def markers(self) -> dict[str, str]:
        """What environment markers of requirements compare with."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "posix",
            "platform_machine": _MACHINES[self.arch],
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "linux",
        }

    @property
    def runs_here(self) -> bool:
        """Whether what this Python compiles is what the target's Python reads."""
        ours = ".".join(platform.python_version_tuple()[:2])
        return ours == self.python and platform.python_implementation() == "CPython"

    @property
    def next_python(self) -> str:
        """The first version that is too new."""
        major, minor = self.python.split(".")
        return f"{major}.{int(minor) + 1}"


def here(arch: str | None = None, python: str | None = None) -> Target:
    """What is asked for, and for the rest this machine. Raises ValueError where that won't do."""
    asked = ["dpkg", "--print-architecture"]
    arch = arch or subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    python = python or ".".join(platform.python_version_tuple()[:2])
    if arch not in ARCHES:
        raise ValueError(f"no package for {arch}; name one with --arch: {' or '.join(ARCHES)}")
    if python not in PYTHONS:
        raise ValueError(f"no package for Python {python}; name one with --python: 3.11 or 3.13")
    return Target(arch, python)
