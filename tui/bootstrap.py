"""A fresh clone runs by one command: `python3 -m tui` and `python3 -m tests` call `ensure` first.

This half decides, at every start, so it loads nothing that Python has not loaded already; the half
that builds is `tui.venv`.

Besides the environment, `.venv` holds:

* `bootstrap.lock`: held (flock) while somebody builds. Once something is written in it a build has
  begun, and without a stamp nothing beside it is trusted.
* `<lock file>.installed`, the stamps: the very text that was installed, written last of all.
"""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
GUARD = os.path.join(VENV, "bootstrap.lock")

# What stands installed once a lock file is: the lock for the tests is a superset of the other.
HOLDS = {
    "requirements.lock": ("requirements.lock",),
    "requirements-test.lock": ("requirements.lock", "requirements-test.lock"),
}
# A module that shows that an environment of the owner's has what the lock file is for.
BRINGS = {"requirements.lock": "textual", "requirements-test.lock": "pytest"}


def ensure(lock_name: str) -> None:
    """Return once everything that `lock_name`, a lock file of the clone, names can be imported.

    Starts the same command again inside the clone's `.venv`, which is made or mended where needed.
    Does nothing for an installed package, nor in the owner's own environment that has the package.
    Raises SystemExit, with one line for the owner, where the environment cannot be made.
    """
    if not os.path.isfile(os.path.join(ROOT, "pyproject.toml")):
        return
    inside = os.path.realpath(sys.prefix) == os.path.realpath(VENV)
    whole = is_whole(lock_name)
    if inside and whole:
        return
    if not (inside and os.path.exists(GUARD)) and has_the_package(BRINGS[lock_name]):
        return
    if not whole:
        from tui.venv import Clone

        stamps = [stamp(name) for name in HOLDS]
        Clone(ROOT, VENV, PYTHON, GUARD, stamps, is_whole, is_sound, vouched).build(lock_name)
    os.execv(PYTHON, [PYTHON, *sys.orig_argv[1:]])  # noqa: S606


def is_whole(lock_name: str) -> bool:
    """Whether `.venv` was finished from this lock file, in this place, and still has its Python."""
    if not (os.path.exists(PYTHON) and os.path.exists(os.path.join(VENV, "pyvenv.cfg"))):
        return False
    return read(stamp(lock_name)) == wanted(lock_name)


def is_sound() -> bool:
    """Whether `.venv` was finished once, here and on this Python: then pip can mend it."""
    return os.path.exists(PYTHON) and any(read(stamp(name)).startswith(here()) for name in HOLDS)


def has_the_package(module: str) -> bool:
    """Whether the running Python has steadyhand installed, and `module` too."""
    found = {name.partition("-")[0] for path in sys.path for name in entries(path)}
    return "steadyhand" in found and module in found


def entries(path: str) -> list[str]:
    """What a directory on `sys.path` holds; the clone itself, and what is no directory, nothing."""
    if os.path.realpath(path) == ROOT or not os.path.isdir(path):
        return []
    return os.listdir(path)


def read(path: str) -> str:
    """The text of a file; empty where it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def stamp(lock_name: str) -> str:
    """Where the stamp of a lock file lies."""
    return os.path.join(VENV, f"{lock_name}.installed")


def wanted(lock_name: str) -> str:
    """What the stamp of a lock file must say for the environment to be the right one."""
    texts = (read(os.path.join(ROOT, name)) for name in ("pyproject.toml", lock_name))
    return here() + "".join(texts)


def vouched(lock_name: str) -> dict[str, str]:
    """The stamps that stand once a lock file is installed, and what each must say."""
    return {stamp(name): wanted(name) for name in HOLDS[lock_name]}


def here() -> str:
    """What no upgrade can change: where the clone lies, and the Python that `.venv` stands on."""
    return f"{ROOT}\n{os.path.realpath(PYTHON)}\n"
