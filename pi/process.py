"""What each of our programs does for itself: one line on standard error, and no memory left in a
file.

Under systemd that is the journal, by hand the terminal.

Called before anything else is loaded, so it loads next to nothing.
"""

import resource
import sys

from pi.drawable import line_of

_SET_DUMPABLE = 4  # PR_SET_DUMPABLE of <linux/prctl.h>


def log(program: str, line: str) -> None:
    """Say one line: what it quotes may not break it, nor command a terminal."""
    print(f"{program}: {line_of(line)}", file=sys.stderr, flush=True)


def leave_no_core() -> None:
    """Let this process, and those it starts, leave no core file where they end badly."""
    if resource.getrlimit(resource.RLIMIT_CORE) != (0, 0):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def hide_memory() -> None:
    """Keep this process's memory from other programs of its user, and from core handlers.

    The limit does not bind a handler that the kernel pipes cores to. Ends with the process; one
    that it starts has to do so itself.
    """
    import ctypes

    ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
