"""The steadyhand command.

``steadyhand status`` is asked by scripts again and again, so it is answered before the command
line's library is loaded. Textual is imported only when a screen opens.
"""

import sys


def main() -> int:
    """Run the command named on the command line; without one, open the text UI."""
    if sys.argv[1:] in (["status"], ["status", "--json"]):
        from tui.status import status

        return status(as_json=sys.argv[2:] == ["--json"])
    from tui.commands import steadyhand

    return int(steadyhand.main(prog_name="steadyhand", standalone_mode=True) or 0)


if __name__ == "__main__":
    from tui.clone import ensure

    ensure("requirements.lock")
    sys.exit(main())
