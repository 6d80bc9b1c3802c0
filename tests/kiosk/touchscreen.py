"""A touchscreen without a panel: cage and foot on a screen in memory, in a Debian 13 that runs
with the product in it; and a finger that taps.
"""

import itertools
import json
import os
import shutil
import socket
import struct
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.blackbox.processes import PATIENCE_S, ROOT, until
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


MANAGER = "zwlr_virtual_pointer_manager_v1"
DISPLAY = 1  # the one object that is there from the start
SYNC, GET_REGISTRY = 0, 1
GLOBAL, DONE = 0, 0
BIND, CREATE = 0, 0
MOVE_TO, BUTTON, FRAME = 1, 2, 4
LEFT = 0x110
WOBBLE = ((14, 0), (14, 14), (-14, 14), (-14, -14), (0, 14))  # pixels


def connect(caller: socket.socket, path: Path) -> None:
    """Connect to a socket by a path of any length: the kernel takes a short one only."""
    directory = os.open(path.parent, os.O_PATH)
    try:
        caller.connect(f"/proc/self/fd/{directory}/{path.name}")
    finally:
        os.close(directory)


def answers(path: Path) -> bool:
    """Whether somebody listens there: the file is made a moment before."""
    with socket.socket(socket.AF_UNIX) as caller:
        try:
            connect(caller, path)
        except OSError:
            return False
    return True


class Finger:
    """One pointer device on a compositor's screen."""

    def __init__(self, wayland: Path, size: tuple[int, int]) -> None:
        self._size = size
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(20)
        connect(self._socket, wayland)
        self._read = b""
        self._ids = itertools.count(2)
        registry = self._ask(DISPLAY, GET_REGISTRY)
        name, version = self._globals(registry)[MANAGER]
        manager = next(self._ids)
        self._send(registry, BIND, _number(name), _text(MANAGER), _number(version, manager))
        self._pointer = next(self._ids)
        self._send(manager, CREATE, _number(0, self._pointer))
        self._settle()

    def close(self) -> None:
        self._socket.close()

    def tap(self, x: int, y: int, *, wobbling: bool = False) -> None:
        """Down and up; in a moving car further about than a cell is wide, and up nearby."""
        self.move(x, y)
        self._button(1)
        for across, down in WOBBLE if wobbling else ():
            self.move(x + across, y + down)
        self._button(0)

    def move(self, x: int, y: int) -> None:
        self._send(self._pointer, MOVE_TO, _number(_now(), x, y, *self._size))
        self._send(self._pointer, FRAME)
        self._settle()

    def _button(self, down: int) -> None:
        self._send(self._pointer, BUTTON, _number(_now(), LEFT, down))
        self._send(self._pointer, FRAME)
        self._settle()

    def _ask(self, target: int, request: int) -> int:
        """A request that makes an object; the object."""
        made = next(self._ids)
        self._send(target, request, _number(made))
        return made

    def _settle(self) -> list[tuple[int, int, bytes]]:
        """Wait until the compositor has done all so far; what it said meanwhile."""
        callback, said = self._ask(DISPLAY, SYNC), []
        while True:
            event = self._event()
            if event[:2] == (callback, DONE):
                return said
            assert event[:2] != (DISPLAY, 0), f"the compositor refuses: {event[2]!r}"
            said.append(event)

    def _globals(self, registry: int) -> dict[str, tuple[int, int]]:
        """What the compositor offers: the number and version of each interface."""
        found = {}
        for target, event, body in self._settle():
            if (target, event) == (registry, GLOBAL):
                name, length = struct.unpack_from("=II", body)
                (version,) = struct.unpack_from("=I", body, len(body) - 4)
                found[body[8 : 8 + length - 1].decode()] = (name, version)
        return found

    def _send(self, target: int, request: int, *parts: bytes) -> None:
        body = b"".join(parts)
        self._socket.sendall(struct.pack("=IHH", target, request, 8 + len(body)) + body)

    def _event(self) -> tuple[int, int, bytes]:
        target, event, size = struct.unpack("=IHH", self._take(8))
        return target, event, self._take(size - 8)

    def _take(self, count: int) -> bytes:
        while len(self._read) < count:
            more = self._socket.recv(4096)
            assert more, "the compositor hung up"
            self._read += more
        taken, self._read = self._read[:count], self._read[count:]
        return taken


def _number(*values: int) -> bytes:
    return struct.pack(f"={len(values)}I", *values)


def _text(text: str) -> bytes:
    raw = text.encode() + b"\0"
    return _number(len(raw)) + raw + b"\0" * (-len(raw) % 4)


def _now() -> int:
    """Milliseconds, as pointers count them."""
    return time.monotonic_ns() // 1_000_000 & 0xFFFFFFFF


# The process of the screens, and the size of its terminal; nothing while there is none. For root:
# the screens hide what is theirs from other programs of their user.
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
SUPERUSER = 0
AT_EASE_S = 0.4  # more than the quiet time that a press asks for
BUTTONS = 5  # rows
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

    def part(self, left: int, top: int, right: int, bottom: int) -> bytes:
        width = self.size[0]
        rows = range(top, bottom)
        return b"".join(self.pixels[3 * (y * width + left) : 3 * (y * width + right)] for y in rows)

    @property
    def drawn(self) -> float:
        """The share of pixels that have another colour than the most frequent one."""
        some = [self.pixels[at : at + 3] for at in range(0, len(self.pixels), 3 * LOOKED_AT)]
        return 1 - Counter(some).most_common(1)[0][1] / len(some)


class Touchscreen:
    """A running Debian 13 with a place for the product's state, and the kiosk once started."""

    def __init__(self, machine: Machine, panel: Panel, ends: ExitStack) -> None:
        self.place = machine.place
        self.panel = panel
        self.run, self.start = machine.run, machine.start
        self._ends = ends
        self._finger: Finger | None = None

    def start_service(self) -> None:
        self.start("python3", "-m", "pi.service", "--announce")
        until(lambda: answers(self.place / "state" / "steadyhand.sock"), "a service that answers")

    def start_kiosk(self, *, finger: bool = False) -> "subprocess.Popen[bytes]":
        """As the unit starts it, at the panel's size; with a finger, taps are heard from then on.

        The finger is there before the size is: a terminal that has followed the one has seen the
        other. A pointer also brings an arrow, which a real touchscreen has not.
        """
        wayland = self.place / "run" / "wayland-0"
        wayland.unlink(missing_ok=True)
        kiosk = self.start("python3", "-I", "-m", "pi.kiosk")
        until(lambda: answers(wayland), "a compositor that answers")
        if finger:
            self._finger = self._ends.enter_context(closing(Finger(wayland, self.panel.size)))
        size = "x".join(map(str, self.panel.size))
        self.run("wlr-randr", "--output", "HEADLESS-1", "--custom-mode", size)
        until(lambda: self.grid() == self.panel.grid, f"a grid of {self.panel.grid}")
        return kiosk

    def radio(self) -> str:
        status = json.loads(self.run("steadyhand", "status", "--json"))
        return str(status["vehicles"][0]["state"])

    def screens(self) -> tuple[int, tuple[int, int]] | None:
        """The process of the screens by its number in there, and its columns and rows."""
        said = self.run("python3", "-c", LOOKING, number=SUPERUSER).split()
        return (int(said[0]), (int(said[1]), int(said[2]))) if said else None

    def grid(self) -> tuple[int, int] | None:
        found = self.screens()
        return None if found is None else found[1]

    def picture(self) -> Picture:
        said = self.run("grim", "-t", "ppm", "-")
        kind, columns, rows, *_ = said.split(maxsplit=4)
        assert kind == b"P6"
        size = (int(columns), int(rows))
        return Picture(size, said[-3 * size[0] * size[1] :])

    def foot(self) -> bytes:
        """The left half of the buttons: it tells screens apart, and the tests tap the right one."""
        width, height = self.panel.size
        return self.picture().part(0, height - BUTTONS * self.panel.cell[1], width // 2, height)

    def keep(self, file: Path) -> None:
        """The screen as a picture for people, with the arrow out of the way."""
        if self._finger is not None:
            self._finger.move(self.panel.size[0] - 1, self.panel.size[1] - 1)
        file.write_bytes(self.run("grim", "-"))

    def tap(self, column: int, row: int, *, wobbling: bool = False) -> None:
        """Tap a cell of the terminal, later after the last tap than a bouncing finger would."""
        time.sleep(AT_EASE_S)
        assert self._finger is not None
        (width, height), (columns, rows), cell = self.panel.size, self.panel.grid, self.panel.cell
        x = (width - columns * cell[0]) // 2 + column * cell[0] + cell[0] // 2
        y = (height - rows * cell[1]) // 2 + row * cell[1] + cell[1] // 2
        self._finger.tap(x, y, wobbling=wobbling)


@contextmanager
def touchscreen(debian: Debian, place: Path, panel: Panel, store: Path) -> Iterator[Touchscreen]:
    """A panel on a machine with this store, and nothing running yet."""
    shutil.copytree(store, place / "state")
    (place / "steadyhand.toml").write_text(f"[kiosk]\nfont_px = {panel.font_px}\n")
    with machine(debian, place) as running, ExitStack() as ends:
        yield Touchscreen(running, panel, ends)
