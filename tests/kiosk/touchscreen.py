"""A touchscreen without a panel: cage and foot on a screen in memory, in a Debian 13."""

import json
import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.blackbox.processes import PATIENCE_S, ROOT, until
from tests.kiosk.finger import Finger
from tests.kiosk.userland import NUMBER, PLACE, PRODUCT, USER

# Its own mounts, processes and network, all of which end with it. Nothing in the userland changes.
HOLDING = f"""
set -e
root=$1 place=$2
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmp "$root/tmp"
mount --bind "$place" "$root{PLACE}"
mount --bind "$place/product" "$root{PRODUCT}"
mount --bind "$place/product/systemd" "$root/etc/steadyhand"
echo ready
exec sleep infinity
"""
# The process of the screens, and the size of its terminal; nothing while there is none.
LOOKING = """
import os, pathlib
for each in pathlib.Path("/proc").glob("[0-9]*"):
    try:
        words = each.joinpath("cmdline").read_bytes().split(bytes(1))
        if words[1:3] == [b"/usr/bin/steadyhand", b"--kiosk"]:
            terminal = os.open(each / "fd" / "0", os.O_RDONLY | os.O_NOCTTY)
            print(each.name, *os.get_terminal_size(terminal))
    except OSError:
        pass
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


AT_EASE_S = 0.4  # more than the quiet time that a press asks for
LOOKED_AT = 7  # one pixel of so many; no width is a multiple of it


class Panel(NamedTuple):
    """A panel, its letters, and the grid that they make; a cell in pixels."""

    size: tuple[int, int]
    font_px: int
    grid: tuple[int, int]
    cell: tuple[int, int]


class Picture(NamedTuple):
    """What stands on the screen: three bytes for each pixel, row by row."""

    size: tuple[int, int]
    pixels: bytes

    def top(self, rows: int) -> bytes:
        """The uppermost rows of pixels."""
        return self.pixels[: 3 * self.size[0] * rows]

    @property
    def drawn(self) -> float:
        """The share of pixels that have another colour than the most frequent one."""
        some = [self.pixels[at : at + 3] for at in range(0, len(self.pixels), 3 * LOOKED_AT)]
        return 1 - Counter(some).most_common(1)[0][1] / len(some)


class Touchscreen:
    """A running Debian 13 with a place for the product's state, and the kiosk once started."""

    def __init__(self, root: Path, place: Path, panel: Panel, holder: int) -> None:
        self.place = place
        self.panel = panel
        self._root = root
        self._holder = holder
        self._open = ExitStack()
        self._finger: Finger | None = None

    def command(self, *arguments: str) -> list[str]:
        """A command line that runs these in there, as the kiosk's user, from out here."""
        names = [f"{name}={value}" for name, value in ENVIRONMENT.items()]
        user = f"{NUMBER}"
        return [
            *("nsenter", f"--target={self._holder}", "--mount", "--pid", "--net", "chroot"),
            *(str(self._root), "setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"),
            *("--no-new-privs", "env", "-i", *names, *arguments),
        ]

    def run(self, *arguments: str) -> bytes:
        """What a command in there prints, having gone well."""
        done = subprocess.run(
            self.command(*arguments), capture_output=True, timeout=PATIENCE_S, check=False
        )
        assert done.returncode == 0, (arguments, done.stdout[-500:], done.stderr[-2000:])
        return done.stdout

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """A command in there that goes on. What it says is kept beside the state."""
        said = self._open.enter_context((self.place / "said").open("ab"))
        return subprocess.Popen(self.command(*arguments), stdout=said, stderr=said)

    def start_service(self) -> None:
        """The service, ready."""
        self.start("python3", "-m", "pi.service", "--announce")
        until(self._answers, "a service that answers")

    def start_kiosk(self, *, finger: bool = False) -> "subprocess.Popen[bytes]":
        """As the unit starts it, at the panel's size; with a finger, taps are heard from then on.

        The finger is there before the size is: a terminal that has followed the one has seen the
        other. A pointer also brings an arrow, which a real touchscreen has not.
        """
        wayland = self.place / "run" / "wayland-0"
        wayland.unlink(missing_ok=True)
        kiosk = self.start("python3", "-I", "-m", "pi.kiosk")
        until(lambda: wayland.exists() or kiosk.poll() is not None, "a screen")
        if finger:
            until(lambda: _connects(wayland), "a compositor that answers")
            self._finger = Finger(wayland, self.panel.size)
            self._open.callback(self._finger.close)
        size = "x".join(map(str, self.panel.size))
        self.run("wlr-randr", "--output", "HEADLESS-1", "--custom-mode", size)
        until(lambda: self.grid() == self.panel.grid, f"a grid of {self.panel.grid}")
        return kiosk

    def status(self) -> Any:
        """What the service tells scripts."""
        return json.loads(self.run("steadyhand", "status", "--json"))

    def radio(self) -> str:
        """Where the radio stands, as the service tells it."""
        return str(self.status()["vehicles"][0]["state"])

    def screens(self) -> tuple[int, tuple[int, int]] | None:
        """The process of the screens by its number in there, and its columns and rows."""
        said = self.run("python3", "-c", LOOKING).split()
        return (int(said[0]), (int(said[1]), int(said[2]))) if said else None

    def grid(self) -> tuple[int, int] | None:
        """Columns and rows of the terminal that the screens have."""
        found = self.screens()
        return None if found is None else found[1]

    def picture(self) -> Picture:
        """The screen as it is now."""
        said = self.run("grim", "-t", "ppm", "-")
        kind, columns, rows, *_ = said.split(maxsplit=4)
        assert kind == b"P6"
        size = (int(columns), int(rows))
        return Picture(size, said[-3 * size[0] * size[1] :])

    def title(self) -> bytes:
        """The line at the top, which tells the screens apart and holds no button."""
        (_, height), (_, rows), cell = self.panel.size, self.panel.grid, self.panel.cell
        return self.picture().top((height - rows * cell[1]) // 2 + cell[1])

    def keep(self, file: Path) -> None:
        """The screen as a picture for people."""
        file.write_bytes(self.run("grim", "-"))

    def tap(self, column: int, row: int, *, wobbling: bool = False) -> None:
        """Tap a cell of the terminal, later after the last tap than a bouncing finger would."""
        time.sleep(AT_EASE_S)
        assert self._finger is not None
        (width, height), (columns, rows), cell = self.panel.size, self.panel.grid, self.panel.cell
        x = (width - columns * cell[0]) // 2 + column * cell[0] + cell[0] // 2
        y = (height - rows * cell[1]) // 2 + row * cell[1] + cell[1] // 2
        (self._finger.wobble if wobbling else self._finger.tap)(x, y)

    def close(self) -> None:
        """Lift the finger, close the files."""
        self._open.close()

    def _answers(self) -> bool:
        return (self.place / "state" / "steadyhand.sock").exists()


def _connects(wayland: Path) -> bool:
    """Whether somebody listens: the file is there a moment before."""
    with socket.socket(socket.AF_UNIX) as caller:
        return caller.connect_ex(str(wayland)) == 0


@contextmanager
def touchscreen(
    root: Path, place: Path, panel: Panel, store: Path | None = None
) -> Iterator[Touchscreen]:
    """A Debian 13 with the product in it, and nothing running yet."""
    _furnish(place, panel, store)
    holder = subprocess.Popen(
        [
            *("unshare", "--mount", "--pid", "--net", "--fork", "--kill-child=SIGKILL"),
            *("--propagation", "private", "sh", "-c", HOLDING, "sh", str(root), str(place)),
        ],
        stdout=subprocess.PIPE,
    )
    screen = None
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"ready\n"
        children = Path(f"/proc/{holder.pid}/task/{holder.pid}/children").read_text()
        screen = Touchscreen(root, place, panel, int(children.split()[0]))
        yield screen
    finally:
        if screen is not None:
            screen.close()
        holder.kill()
        holder.communicate()


def _furnish(place: Path, panel: Panel, store: Path | None) -> None:
    """The product, its settings and its state, all the kiosk user's."""
    for each in ("pi", "tui", "systemd"):
        skipped = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / each, place / "product" / each, ignore=skipped)
    if store is not None:
        shutil.copytree(store, place / "state")
    (place / "run").mkdir(mode=0o700)
    (place / "steadyhand.toml").write_text(f"[kiosk]\nfont_px = {panel.font_px}\n")
    for each in (place, *place.rglob("*")):
        shutil.chown(each, NUMBER, NUMBER)
