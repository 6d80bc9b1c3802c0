"""What the package puts where."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from systemd.deb.target import Target
from tui.bootstrap import ROOT

OPT: Final = "opt/steadyhand"
VENV: Final = f"{OPT}/venv"
UNITS: Final = "usr/lib/systemd/system"
DOC: Final = "usr/share/doc/steadyhand"


@dataclass(frozen=True)
class File:
    """``source``: in the clone. ``place``: in the package; under etc/ it is the owner's to edit."""

    source: str
    place: str


FILES: Final = (
    File("systemd/steadyhand.service", f"{UNITS}/steadyhand.service"),
    File("systemd/steadyhand.socket", f"{UNITS}/steadyhand.socket"),
    File("systemd/steadyhand-kiosk.service", f"{UNITS}/steadyhand-kiosk.service"),
    File("systemd/media-steadyhand.mount", f"{UNITS}/media-steadyhand.mount"),
    File("systemd/sysusers.conf", "usr/lib/sysusers.d/steadyhand.conf"),
    File("systemd/tmpfiles.conf", "usr/lib/tmpfiles.d/steadyhand.conf"),
    File("systemd/udev.rules", "usr/lib/udev/rules.d/90-steadyhand.rules"),
    File("systemd/steadyhand.toml", "etc/steadyhand/steadyhand.toml"),
    File("systemd/foot.ini", "etc/steadyhand/foot.ini"),
    File("systemd/authorized_keys", "etc/steadyhand/authorized_keys"),
    File("systemd/sshd.conf", "etc/ssh/sshd_config.d/steadyhand.conf"),
    File("README.md", f"{DOC}/README.md"),
    File("systemd/README.md", f"{DOC}/appliance.md"),
)

# Isolated: no variable of Python's and no directory of the caller's has a say in what is loaded.
_LAUNCHER: Final = """\
#!/{venv}/bin/python3 -I
import sys

from {module} import main

sys.exit(main())
"""
_LAUNCHERS: Final = {
    "usr/bin/steadyhand": "tui.__main__",
    "usr/sbin/steadyhandd": "pi.service.__main__",
}


def lay_files(root: Path) -> None:
    """Lay the units, the settings and the launchers. Raises OSError."""
    for file in FILES:
        _write(root / file.place, Path(ROOT, file.source).read_bytes())
    for place, module in _LAUNCHERS.items():
        text = _LAUNCHER.format(venv=VENV, module=module)
        _write(root / place, text.encode(), mode=0o755)


def lay_environment(root: Path, target: Target) -> Path:
    """Lay an empty environment, as `-m venv` would on the target; its site-packages."""
    site_packages = root / VENV / "lib" / f"python{target.python}" / "site-packages"
    site_packages.mkdir(parents=True)
    settings = {
        "home": "/usr/bin",
        "include-system-site-packages": "false",
        "version": f"{target.python}.0",
    }
    lines = "".join(f"{key} = {value}\n" for key, value in settings.items())
    _write(root / VENV / "pyvenv.cfg", lines.encode())
    (root / VENV / "bin").mkdir()
    (root / VENV / "bin/python3").symlink_to(f"/usr/bin/python{target.python}")
    (root / VENV / "bin/python").symlink_to("python3")
    return site_packages


def settle(root: Path) -> None:
    """Give every file the rights it needs and no more, whatever the builder's umask is."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or _is_run_by_name(path) else 0o644)


def conffiles(root: Path) -> list[str]:
    """The files that are their owner's to edit, as paths on the target."""
    return sorted(
        f"/{path.relative_to(root)}" for path in (root / "etc").rglob("*") if path.is_file()
    )


def _is_run_by_name(path: Path) -> bool:
    """Whether a file is a command. A wheel may mark its libraries so; nothing there is one."""
    return bool(path.stat().st_mode & 0o100) and "site-packages" not in path.parts


def _write(path: Path, content: bytes, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)
