"""What the package says of itself: DEBIAN/, and the papers that Debian asks for."""

import gzip
import hashlib
import re
from pathlib import Path
from typing import Final

from pi import __version__
from systemd.deb.lock import Pin
from systemd.deb.target import Target
from systemd.deb.tree import DOC, conffiles
from tui.bootstrap import ROOT

SCRIPTS: Final = ("postinst", "prerm", "postrm")

_CONTROL: Final = """\
Package: steadyhand
Version: {version}
Architecture: {arch}
Maintainer: Steadyhand <maintainers@steadyhand.invalid>
Installed-Size: {kibibytes}
Depends: python3 (>= {python}), python3 (<< {next_python}~), libc6 (>= 2.{glibc}),
 systemd (>= 252), init-system-helpers (>= 1.54)
Recommends: openssh-server
Suggests: cage, foot, fonts-dejavu-core
Section: utils
Priority: optional
Description: walks a car's owner through keying in the radio's own security code
 The battery was cut and the factory radio asks for its code. Steadyhand says
 which key to press next, follows what the radio does, and counts its lockout.
 The owner's hand presses the keys; the program drives none.
 .
 For a Raspberry Pi in the car: a service, a text UI for a touchscreen, a
 keyboard or SSH, and buttons, lamp and buzzer on the pins.
"""
_COPYRIGHT: Final = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: steadyhand
Comment: The libraries under /opt/steadyhand/venv have licences of their own, each in its
 .dist-info directory there:
{libraries}

Files: *
Copyright: the Steadyhand authors
License: GPL-3+
 On Debian systems the text is in /usr/share/common-licenses/GPL-3.
"""


def version(target: Target) -> str:
    """The package's version. A Debian's newer Python makes a newer package of the same program."""
    written = re.sub(r"(?<=\d)\.?(a|b|rc|dev)", r"~\1", __version__)
    return f"{written}+deb{target.debian.number}"


def lay_papers(root: Path, shipped: list[Pin]) -> None:
    """Lay the changelog and the copyright, before ``lay_control``."""
    doc = root / DOC
    changes = Path(ROOT, "CHANGELOG.md").read_bytes()
    (doc / "changelog.gz").write_bytes(gzip.compress(changes, mtime=0))
    libraries = "\n".join(f" {pin.name} {pin.version}" for pin in shipped)
    (doc / "copyright").write_text(_COPYRIGHT.format(libraries=libraries))


def lay_control(root: Path, target: Target) -> None:
    """Lay DEBIAN/, after everything else."""
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    control = _CONTROL.format(
        version=version(target),
        arch=target.arch,
        kibibytes=sum(-(-path.stat().st_size // 1024) for path in files),
        python=target.python,
        next_python=target.next_python,
        glibc=target.debian.glibc,
    )
    sums = "".join(f"{_md5(path)}  {path.relative_to(root)}\n" for path in files)
    edited = "".join(f"{path}\n" for path in conffiles(root))
    debian = root / "DEBIAN"
    debian.mkdir()
    for name, text in (("control", control), ("md5sums", sums), ("conffiles", edited)):
        (debian / name).write_text(text)
    for name in SCRIPTS:
        script = debian / name
        script.write_bytes(Path(__file__).with_name("scripts").joinpath(name).read_bytes())
        script.chmod(0o755)


def _md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
