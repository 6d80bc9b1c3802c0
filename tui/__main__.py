"""The steadyhand command.

``steadyhand status`` is asked by scripts again and again, so it is answered before the command
line's library is loaded. Textual is imported only when a screen opens.
"""

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper

from pi.process import hide_memory, leave_no_core
from tui import splash

STOPPED = 130  # by Ctrl-C, as shells say it


def main(run: Callable[[], int] | None = None) -> int:
    """Run the command named on the command line; without one, open the text UI.

    ``run`` is what to run instead, ended in the same way.

    A fault of ours is one line that names its place: its message may quote a secret.
    """
    leave_no_core()
    splash.show(sys.argv[1:])
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal of few letters is no fault
    try:
        return (run or _run)()
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1  # whoever read our output is gone, and nothing is left to say
    except Exception as error:
        from tui.exits import Exit, complain, place_of
        from tui.text.states import FAMILIES_ARE_DAMAGED, fault_of_ours

        damaged = type(error).__name__ == "DamagedCatalogueError"  # told by name: no import for it
        complain(FAMILIES_ARE_DAMAGED if damaged else fault_of_ours(place_of(error)))
        return Exit.FAULT
    finally:
        splash.leave()


def _run() -> int:
    if sys.argv[1:] in (["status"], ["status", "--json"]):
        from tui.status import status

        return status(as_json=sys.argv[2:] == ["--json"])
    hide_memory()
    from tui.cli.main import steadyhand

    return int(steadyhand.main(prog_name="steadyhand", standalone_mode=True) or 0)


if __name__ == "__main__":
    from tui.bootstrap import ensure

    ensure("requirements.lock")
    sys.exit(main())
