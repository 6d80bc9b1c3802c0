"""Make or mend the environment in a clone's `.venv`: the slow half of `tui.bootstrap`.

Nothing but the standard library is at hand here. The words below are in English for the same
reason: they are said before any catalogue can be loaded. All of them go to standard error, and no
child reads standard input, so a command that is piped into or out of is not disturbed.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pi.drawable import drawable, line_of
from pi.filesystem import write_durably
from pi.process import log

# Where pip fetches from is the owner's to say; where it installs to is not.
OURS = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_HASHES", "PYTHONHOME")


class Clone(NamedTuple):
    """Where the clone and its parts lie, and how `tui.bootstrap` knows what was done there.

    `stamps` are all that there may be, `vouched` those that stand once a lock file is installed,
    with what they must say.
    """

    root: str
    venv: str
    python: str
    guard: str
    stamps: Sequence[str]
    is_whole: Callable[[str], bool]
    is_sound: Callable[[], bool]
    vouched: Callable[[str], Mapping[str, str]]

    def build(self, lock_name: str) -> None:
        """Make or mend `.venv`. Two at once take turns, and the second finds the work done."""
        if sys.hexversion < 0x030B0000:
            raise failure(f"this is Python {sys.version.split()[0]}; start it with 3.11 or newer")
        try:
            os.makedirs(self.venv, exist_ok=True)
            with open(self.guard, "a", encoding="utf-8") as guard:
                # Children hold the guard too: one that outlives us still keeps the next start out.
                os.set_inheritable(guard.fileno(), True)
                self.take_turns(guard.fileno())
                if not self.is_whole(lock_name):
                    if not self.is_sound():
                        if os.path.getsize(self.guard):
                            self.wipe()
                        print("begun", file=guard, flush=True)
                        self.make_environment()
                    self.fill(lock_name)
        except OSError as error:
            raise failure(f"cannot make {self.venv}: {error.strerror}") from None
        except KeyboardInterrupt:
            raise SystemExit(130) from None

    def take_turns(self, guard: int) -> None:
        """Wait until nobody else builds; the guard is let go when its last holder ends."""
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another start is setting up {self.venv}; waiting for it")
            fcntl.flock(guard, fcntl.LOCK_EX)

    def wipe(self) -> None:
        """Empty `.venv`, but for the guard that is held."""
        for name in os.listdir(self.venv):
            path = os.path.join(self.venv, name)
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            elif path != self.guard:
                os.unlink(path)

    def fill(self, lock_name: str) -> None:
        """Bring `.venv` to what the lock file names; the stamps go first and come back last."""
        for stamp in self.stamps:
            if os.path.exists(stamp):
                os.unlink(stamp)
        say(f"installing what {lock_name} names into {self.venv}; this may take a minute or more")
        pip = [self.python, "-I", "-m", "pip", "install", "--disable-pip-version-check"]
        locked = [*pip, "--no-input", "--require-hashes", "-r", lock_name]
        self.run(locked, f"could not install what {lock_name} names")
        itself = [*pip, "--no-input", "--no-deps", "--no-build-isolation", "-e", "."]
        self.run(itself, "could not install the clone")
        os.sync()  # A power cut must not leave the stamp without what it vouches for.
        for stamp, said in self.vouched(lock_name).items():
            write_durably(Path(stamp), (said.encode("utf-8"),), 0o666)
        say("ready")

    def make_environment(self) -> None:
        """Make the bare environment, with pip in it; a Debian may need its own package first."""
        base = os.path.realpath(sys.executable)
        uv = shutil.which("uv")
        if self.can_make_environments(base):
            command = [base, "-m", "venv", self.venv]
        elif uv:
            command = [uv, "venv", "--seed", "--allow-existing", "--python", base, self.venv]
        else:
            self.install_debian_package(base)
            command = [base, "-m", "venv", self.venv]
        self.run(command, "could not make an environment")

    def can_make_environments(self, base: str) -> bool:
        """Whether a Python comes with what `-m venv` needs; asked anew each time."""
        asked = [base, "-c", "import ensurepip, venv"]
        return self.attempt(asked)[0] == 0

    def install_debian_package(self, base: str) -> None:
        """Say that Python lacks venv, and install the package that Debian keeps it in."""
        root = [] if os.geteuid() == 0 else ["sudo"]
        if not all(shutil.which(tool) for tool in [*root, "apt-get"]):
            raise failure(f"{base} lacks venv; install the package python3-venv, then try again")
        install = [*root, "apt-get", "install", "-y", "python3-venv"]
        say(f"Python lacks venv; running: {' '.join(install)}")
        if self.attempt(install)[0]:  # A machine that never asked knows of no package yet.
            self.attempt([*root, "apt-get", "update"])
            self.run(install, "could not install python3-venv")
        if not self.can_make_environments(base):
            raise failure(f"{base} still lacks venv; start it with the system's own Python")

    def run(self, command: list[str], otherwise: str) -> None:
        """Run a command quietly; where it fails, show its last lines and stop with `otherwise`."""
        status, output = self.attempt(command)
        if status:
            for line in output.splitlines()[-12:]:
                print(drawable(line), file=sys.stderr)
            raise failure(f"{otherwise}; mend what is said above and run the same command again")

    def attempt(self, command: list[str]) -> tuple[int, str]:
        """Run a command in the clone without standard input; its status and all it printed."""
        env = {name: value for name, value in os.environ.items() if name not in OURS}
        env |= {"PIP_USER": "0", "DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(
            command,
            cwd=self.root,
            env=env,
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        return done.returncode, done.stdout


def say(line: str) -> None:
    """Tell the owner one line on how it goes."""
    log("steadyhand", line)


def failure(line: str) -> SystemExit:
    """The end of the start, with the one line that says why (Python prints it, status 1)."""
    return SystemExit(f"steadyhand: {line_of(line)}")
