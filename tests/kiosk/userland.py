"""A Debian 13, as a Raspberry Pi with a touchscreen has it, in a directory of this machine.

Made once and kept in the user's cache, under a name that changes with the recipe. The packages come
from wherever this machine's own apt has them, signed by Debian; the libraries of the product from
its lock file, by hash.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from systemd.deb.lock import pins
from systemd.deb.target import here

ROOT = Path(__file__).parents[2]
SUITE, PYTHON = "trixie", "3.13"
PACKAGES = "cage foot grim wlr-randr fonts-dejavu-core python3"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
USER, NUMBER = "steadyhand-kiosk", 1000
LIBRARIES, PRODUCT, PLACE = "/opt/steadyhand/lib", "/opt/steadyhand/src", "/place"
NEEDLESS = ("usr/share/doc", "usr/share/man", "usr/share/locale", "var/cache/apt", "var/lib/apt")
LAUNCHER = "#!/usr/bin/python3\nimport sys\nfrom tui.__main__ import main\nsys.exit(main())\n"


def userland() -> Path:
    """Its directory, made now if it was not yet; tests are skipped where it can't be made."""
    if os.geteuid() != 0:
        pytest.skip("no touchscreen: only root can make a Debian 13 to run in")
    for program in ("debootstrap", "unshare", "nsenter", "setpriv"):
        if shutil.which(program) is None:
            pytest.skip(f"no touchscreen: {program} is not installed")
    if not KEYRING.exists():
        pytest.skip("no touchscreen: debian-archive-keyring is not installed")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "steadyhand"
    cache.mkdir(parents=True, exist_ok=True)
    recipe = Path(__file__).read_bytes() + (ROOT / "requirements.lock").read_bytes()
    made = cache / f"{SUITE}-{hashlib.sha256(recipe).hexdigest()[:12]}"
    with (cache / f"{SUITE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(made)
    return made


def _make(made: Path) -> None:
    part = Path(tempfile.mkdtemp(prefix=f"{SUITE}-part-", dir=made.parent))
    try:
        _bootstrap(part)
        _install_libraries(part)
        _furnish(part)
        part.chmod(0o755)
        part.rename(made)
    finally:
        if part.exists():
            shutil.rmtree(part)


def _bootstrap(root: Path) -> None:
    options = ("--variant=minbase", f"--keyring={KEYRING}")
    included = f"--include={PACKAGES.replace(' ', ',')}"
    _run(
        *("unshare", "--mount", "--propagation", "private"),
        *("debootstrap", *options, included, SUITE, str(root), _mirror()),
    )
    for each in NEEDLESS:
        shutil.rmtree(root / each, ignore_errors=True)


def _mirror() -> str:
    """Where this machine's apt finds the Debian that it runs."""
    told = dict(
        line.split("=", 1)
        for line in Path("/etc/os-release").read_text().splitlines()
        if "=" in line
    )
    here = told.get("VERSION_CODENAME", "").strip('"')
    wanted = ("--format", "$(REPO_URI) $(CODENAME)", "Created-By: Packages")
    for line in _run("apt-get", "indextargets", *wanted).splitlines():
        place, _, codename = line.partition(" ")
        if codename == here and told.get("ID") == "debian":
            return place
    pytest.skip("no touchscreen: the apt of this machine names no repository of Debian")


def _install_libraries(root: Path) -> None:
    """The wheels of the lock file for the Python in there, checked by their hashes."""
    target = here(python=PYTHON)
    pinned = pins((ROOT / "requirements.lock").read_text(), target)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(pin.text for pin in pinned.values()))
        file.flush()
        _run(
            *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"),
            *("--require-hashes", "--only-binary=:all:", "--python-version", PYTHON),
            *(f"--platform={each}" for each in target.platforms),
            *("--target", str(root) + LIBRARIES, "-r", file.name),
        )


def _furnish(root: Path) -> None:
    """The user, the places to mount on, and the product where its package puts it."""
    _run("chroot", str(root), "useradd", "--uid", str(NUMBER), "--create-home", USER)
    for place in (PLACE, PRODUCT, "/etc/steadyhand"):
        (root / place.lstrip("/")).mkdir(parents=True)
    paths = root / f"usr/local/lib/python{PYTHON}/dist-packages/steadyhand.pth"
    paths.write_text(f"{LIBRARIES}\n{PRODUCT}\n")
    launcher = root / "usr/bin/steadyhand"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)


def _run(*command: str) -> str:
    """A step of the recipe, to its end; one that fails says its last words."""
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        last = (done.stdout + done.stderr).strip().splitlines()[-5:]
        raise RuntimeError(f"{' '.join(command[:4])}: " + "\n".join(last))
    return done.stdout
