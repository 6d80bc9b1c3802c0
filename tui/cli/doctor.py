"""``steadyhand doctor``: what works, what does not, and what to do about it.

The service tries what is its own; this side looks at what is this user's and this machine's.
Without a service it still says what can be said.
"""

import curses
import os
import sys

import click
from msgspec.structs import asdict

from pi import __version__
from pi.places import socket_path
from pi.service.protocol.answers import Examined, Finding
from pi.service.protocol.commands import Examine
from tui.cli.kiosk import FIRST_DEBIAN, Machine, debian_version, is_on, missing
from tui.client import Link, RefusedByServiceError
from tui.exits import Exit, say, say_json
from tui.service_socket import NoServiceError
from tui.text.cli import line

LEAST = (40, 16)  # columns and rows, as the screens have it; they load too much to be asked
TRUE_COLOUR = 1 << 24

ANSWERS_WITHIN_S = 30.0  # of a service; a card that is dying takes long


def terminal() -> Finding:
    """What it is. ``value``: TERM; ``place``: columns x rows x colours, as far as they are known.

    ``reason``: none (a script), dumb, too_small, unknown (to this machine).
    """
    term = os.environ.get("TERM", "")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Finding(name="terminal", ok=None, reason="none", value=term)
    if term in {"", "dumb"}:
        return Finding(name="terminal", ok=False, reason="dumb", value=term)
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    many = colours(term, os.environ.get("COLORTERM", ""))
    place = f"{columns}x{rows}" + (f"x{many}" if many is not None else "")
    ok, reason = (None, "unknown") if many is None else (True, None)
    if columns < LEAST[0] or rows < LEAST[1]:
        ok, reason = False, "too_small"
    return Finding(name="terminal", ok=ok, reason=reason, value=term, place=place)


def colours(term: str, colorterm: str) -> int | None:
    """How many colours it has, by its own word, else by this machine's terminfo."""
    if colorterm in {"truecolor", "24bit"}:
        return TRUE_COLOUR
    try:
        curses.setupterm(term, sys.__stdout__.fileno() if sys.__stdout__ is not None else 1)
    except curses.error:
        return None
    return max(0, curses.tigetnum("colors"))


# Why a service that was started could not open its store.
OF_THE_STORE = frozenset(
    {
        "newer",
        "damaged",
        "foreign",
        "no_full",
        "no_read_only",
        "no_io_error",
        "io_error",
        "not_a_file",
        "not_a_directory",
        "link_to_nothing",
        "not_permitted",
    }
)


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def command(as_json: bool) -> None:
    findings = [*_by_the_service(), terminal(), kiosk(Machine(root=os.geteuid() == 0))]
    status = status_of(findings)
    if as_json:
        say_json(as_scripts_see(findings, status))
    else:
        say(*map(line, findings))
    sys.exit(status)


def as_scripts_see(findings: list[Finding], status: Exit) -> dict[str, object]:
    """The documented shape of ``doctor --json``."""
    return {"ok": status is Exit.DONE, "findings": [asdict(one) for one in findings]}


def status_of(findings: list[Finding]) -> Exit:
    """The exit status: the worst of what was found. What is neither good nor bad counts as good."""
    wrong = {one.name for one in findings if one.ok is False}
    if "service" in wrong:
        return Exit.NO_SERVICE
    if "store" in wrong:
        return Exit.NOT_SAVED
    return Exit.NOT_NOW if wrong else Exit.DONE


def _by_the_service() -> list[Finding]:
    """This program's version, the service, and all that the service finds."""
    theirs = ""
    try:
        with Link(within_s=ANSWERS_WITHIN_S) as link:
            theirs = link.greeting.version
            return [*_met(theirs), *_examined(link)]
    except NoServiceError as error:
        return _no_service(error.failure, theirs)


def _examined(link: Link) -> tuple[Finding, ...]:
    try:
        answer = link.ask(Examine())
    except RefusedByServiceError as error:  # a store that can't be read at all
        return (Finding(name="store", ok=False, reason=error.refusal.detail),)
    assert isinstance(answer, Examined)
    return answer.findings


def _met(theirs: str) -> tuple[Finding, Finding]:
    """Who answered. ``theirs`` is the service's version."""
    return (
        Finding(name="version", ok=theirs == __version__, value=__version__, place=theirs),
        Finding(name="service", ok=True, value=theirs, place=socket_path()),
    )


def _no_service(failure: dict[str, str], theirs: str) -> list[Finding]:
    """Why nobody could be asked. A service that does not know the question is an older one."""
    theirs = failure.get("version", theirs)
    differs = theirs not in {"", __version__}
    reason = "other_version" if differs else failure.get("reason", "unreachable")
    place = failure.get("place") or socket_path()
    version = Finding(name="version", ok=not differs, value=__version__, place=theirs)
    if reason in OF_THE_STORE:
        return [
            version,
            Finding(name="service", ok=False, reason="store", place=place),
            Finding(name="store", ok=False, reason=reason, value="unopened", place=place),
        ]
    value = failure.get("pid", theirs)
    return [version, Finding(name="service", ok=False, reason=reason, value=value, place=place)]


def kiosk(machine: Machine) -> Finding:
    """The touchscreen: whether it is on, and whether it could be."""
    on = is_on()
    debian = debian_version(machine.os_release)
    lacks = " ".join(missing(machine))
    reason, place = None, ""
    if debian is not None and debian < FIRST_DEBIAN:
        reason, place = "too_old", str(debian)
    elif on and lacks:
        reason, place = "missing", lacks
    ok = reason is None if on else None
    return Finding(name="kiosk", ok=ok, reason=reason, value="on" if on else "off", place=place)
