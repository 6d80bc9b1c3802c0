"""A Debian 13 that runs, with the product in it: a place to start commands in, from out here."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.blackbox.processes import PATIENCE_S, ROOT
from tests.kiosk.userland import NUMBER, PLACE, PRODUCT, USER

# Its own mounts, processes and network, all of which end with it. Nothing in the userland changes.
HOLDING = f"""
set -e
root=$1 product=$2 place=$3
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmp "$root/tmp"
mount --bind "$place" "$root{PLACE}"
mount --bind "$product" "$root{PRODUCT}"
mount --bind "$product/systemd" "$root/etc/steadyhand"
echo ready
exec sleep infinity
"""
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": f"/home/{USER}",
    "LC_ALL": "C.UTF-8",
    "XDG_RUNTIME_DIR": f"{PLACE}/run",
    "WAYLAND_DISPLAY": "wayland-0",
    "WLR_BACKENDS": "headless",
    "WLR_RENDERER": "pixman",
    "WLR_LIBINPUT_NO_DEVICES": "1",
    "TEXTUAL_ANIMATIONS": "none",
    "STEADYHAND_STATE_DIR": f"{PLACE}/state",
    "STEADYHAND_SETTINGS": f"{PLACE}/steadyhand.toml",
}


class Debian(NamedTuple):
    """The userland, and the product as copied for it; both shared by the tests."""

    root: Path
    product: Path


class Machine:
    """Runs commands in there, as the kiosk's user. ``place`` is there by another name."""

    def __init__(self, root: Path, place: Path, holder: int) -> None:
        self.place = place
        self._root = root
        self._holder = holder

    def command(self, *arguments: str, number: int = NUMBER) -> list[str]:
        """A command line that runs these in there, from out here; the kiosk's user's."""
        names = [f"{name}={value}" for name, value in ENVIRONMENT.items()]
        return [
            *("nsenter", f"--target={self._holder}", "--mount", "--pid", "--net", "chroot"),
            *(str(self._root), "setpriv", f"--reuid={number}", f"--regid={number}"),
            *("--clear-groups", "--no-new-privs", "env", "-i", *names, *arguments),
        ]

    def run(self, *arguments: str, number: int = NUMBER) -> bytes:
        """What a command in there prints, having gone well. ``number``: the user id."""
        command = self.command(*arguments, number=number)
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
        assert done.returncode == 0, (arguments, done.stdout[-500:], done.stderr[-2000:])
        return done.stdout

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        with (self.place / "said").open("ab") as said:
            return subprocess.Popen(self.command(*arguments), stdout=said, stderr=said)


@contextmanager
def machine(debian: Debian, place: Path) -> Iterator[Machine]:
    """One with nothing running yet. All that is started in there ends with it."""
    (place / "run").mkdir(mode=0o700)
    give(place)
    holder = subprocess.Popen(
        [
            *("unshare", "--mount", "--pid", "--net", "--fork", "--kill-child=SIGKILL"),
            *("--propagation", "private", "sh", "-c", HOLDING, "sh"),
            *map(str, (*debian, place)),
        ],
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"ready\n"
        children = Path(f"/proc/{holder.pid}/task/{holder.pid}/children").read_text()
        yield Machine(debian.root, place, int(children.split()[0]))
    finally:
        holder.kill()
        holder.communicate()


def copied_product(place: Path) -> Path:
    """What the package installs, the kiosk user's, so that Python keeps what it compiles."""
    for each in ("pi", "tui", "systemd"):
        skipped = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / each, place / each, ignore=skipped)
    give(place)
    return place


def give(place: Path) -> None:
    for each in (place, *place.rglob("*")):
        shutil.chown(each, NUMBER, NUMBER)
