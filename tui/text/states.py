"""Where a radio stands, and what is wrong with the card, the service, the terminal or the
program.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tui.text.language import _, _n, clock, span

if TYPE_CHECKING:
    from pi.service.protocol.views import Saving

UNTIL_THE_KEY = _("LOCKED")  # the large word of a lockout that the key ends
NOTHING_SET_UP = _("Nothing is set up yet. Start steadyhand and answer its questions.")
NONE_KEPT = _("No vehicle is kept any more. Add one in steadyhand.")  # the last was removed
_BY_THE_KEY = _("no wait is counted: switch the key off and on, then look at the radio")
ONLY_FROM_STDIN = _("Here a set-up comes on standard input. Use: steadyhand setup --from -")
# What happens is saved
PARTLY_READ = _("DAMAGED: a part of what is kept can't be read. See: steadyhand doctor")
FAMILIES_ARE_DAMAGED = _(
    "The list of known radios is missing or damaged. Install steadyhand again; "
    "in a clone: python3 -m pi.catalogue.compile"
)


def large_word(state: str) -> str:
    """The state's one large word."""
    words = {
        "Playing": _("PLAYING"),
        "Asking": _("ASKS FOR ITS CODE"),
        "Entering": _("KEYING IN"),
        "OutcomeUnknown": _("DID IT TAKE THE CODE?"),
        "Waiting": _("WAIT"),
        "SafeToTry": _("SAFE TO TRY"),
        "DeadEnd": _("SEE A DEALER"),
        "NoCode": _("NO CODE TO KEY IN"),
    }
    return words.get(state, state)


def tries(left: int | None) -> str:
    """Tries before a lockout or a dead end."""
    if left is None:
        return _("no limit known")
    return _n("{n} try left", "{n} tries left", left)


NO_TRY_NOW = _("no try now")  # while a wait runs: none is lost for good


def tries_of(state: str, left: int | None, *, short: bool = False) -> str:
    """The tries left as far as they are known: a code that nobody has judged yet is none less."""
    if state == "OutcomeUnknown" and left is not None:
        if short:
            return _n("{n} left if refused", "{n} left if refused", left)
        return _n("if refused: {n} try left", "if refused: {n} tries left", left)
    return NO_TRY_NOW if left == 0 and state in {"Waiting", "SafeToTry"} else tries(left)


def status_line(radio: Mapping[str, Any], *, key_cycle: bool = False) -> str:
    """One vehicle of ``steadyhand status``. ``key_cycle``: the key ends its lockout, no time."""
    word = UNTIL_THE_KEY if key_cycle else large_word(radio["state"])
    parts = [f"{radio['vehicle']}", radio["head_unit"], word]
    if radio["state"] in {"Asking", "Entering", "OutcomeUnknown"}:
        parts.append(tries_of(radio["state"], radio["tries_left"]))
    if radio["wait"] is not None and radio["state"] == "Waiting":
        parts += [_BY_THE_KEY] if key_cycle else _wait_parts(radio["wait"])
    return " · ".join(parts)


def _wait_parts(wait: Mapping[str, Any]) -> list[str]:
    if wait["remaining_s"] is None:
        left = _("how long is not known: leave the radio on until it asks again")
    else:
        left = _("{clock} to the earliest safe try").format(clock=clock(wait["remaining_s"]))
    why = {
        None: _("counting"),
        "power_unknown": _("not counting: is the radio on? (report power-on or interrupted)"),
        "power_off": _("not counting: the radio is off (report power-on)"),
    }
    return [left, why[wait["why_not"]]]


# To who leaves the screens meanwhile
WAIT_GOES_ON = _("The wait goes on being counted. How it stands: steadyhand status")


def left_alone(seconds: float) -> str:
    return _(
        "Nothing was pressed for {span}: screens closed. A wait goes on being counted."
    ).format(span=span(seconds))


def needs_terminal(term: str, *, is_one: bool) -> str:
    """Why no screen can be drawn here. ``is_one``: there is a terminal at both ends."""
    if term == "dumb":
        return _("This terminal can't draw screens (TERM=dumb). Use: steadyhand status")
    if is_one:
        return _("This terminal doesn't say what it is (no TERM). Use: steadyhand status")
    return _("Screens need a terminal. Use: steadyhand status")


def not_for_this_login(commands: tuple[str, ...]) -> str:
    """What was asked for is not repeated: it may hold a secret."""
    return _("This login runs steadyhand alone, with one of: {commands}").format(
        commands=", ".join(commands)
    )


def not_saved(reason: str | None) -> str:
    """Why nothing reaches the card. The red line on every screen."""
    sentences = {
        "full": _("NOT SAVED: the card is full. Write down what matters, then free some room."),
        "read_only": _("NOT SAVED: the card is read-only. Write down what matters."),
        "io_error": _("NOT SAVED: the card has errors. Write down your code now."),
        "volatile": _("NOT SAVED: this place is wiped when the power goes. Choose a real disk."),
        "damaged": _("NOT SAVED: the store is damaged. Write down your code now."),
    }
    return sentences.get(reason or "", _("NOT SAVED. Write down what matters."))


def saving(state: "Saving") -> str:
    """The red line, empty while all is well."""
    if state.ok:
        return PARTLY_READ if state.reason == "damaged" else ""
    return not_saved(state.reason)


def service_lost(failure: dict[str, str]) -> str:
    """The red line while there is no service: what stands below it may be old."""
    if failure.get("reason") == "went_away":
        return _("NO SERVICE: trying again. What stands here may be old.")
    return _("NO SERVICE, trying again. {why}").format(why=no_service(failure))


def fault_of_ours(place: str) -> str:
    """A fault in this program. ``place`` holds no secret."""
    return _("This is a fault of steadyhand ({place}). Try again, and report it.").format(
        place=place
    )


def no_service(failure: dict[str, str]) -> str:
    """Why there is no service, and what to do."""
    unusable = _("{place} can't be used. Choose another place for the store or socket.")
    sentences = {
        "newer": _("{place} was written by a newer steadyhand. Update this one."),
        "in_use": _("Process {pid} already keeps {place}. End it, or choose another place."),
        "damaged": _("The store in {place} is damaged; nothing was changed. Restore a copy."),
        "foreign": _("{place} holds another program's database. Choose another place."),
        "io_error": _("{place} can't be read: the card has errors. Use your copy of the code."),
        "not_a_file": _("{place} is no file. Move it away, or choose another place."),
        "not_a_directory": _("{place} is no directory. Move it away, or choose another place."),
        "link_to_nothing": _("{place} leads to nothing. Mount its disk, or choose another place."),
        "not_permitted": _("You may not read {place}. Run this as its owner, or choose another."),
        "no_full": _("A store can't be made in {place}: the card is full. Free some room."),
        "no_read_only": _("A store can't be made in {place}: it can't be written. Choose another."),
        "no_io_error": unusable,
        "unusable": unusable,
        "not_yours": unusable,
        "socket_in_use": _("Another service answers at {place}. Choose another STEADYHAND_SOCKET."),
        "not_a_service": _("What answers at {place} is no steadyhand. Check STEADYHAND_SOCKET."),
        "stopped": _(
            "The service of this machine is not running. "
            "Start it: sudo systemctl start steadyhand.socket"
        ),
        "start_failed": _("The service did not start. Run steadyhandd to see why."),
        "not_allowed": _("You are not in the group steadyhand. Ask for it, then log in again."),
        "too_many": _("The service has too many connections. Close some screens."),
        "too_many_yours": _("You hold as many connections as one user may. Close some screens."),
        "silent": _("The service was told nothing for too long. Try again."),
        "too_slow": _("The service got half a line and no more. Try again."),
        "malformed": _("The service is another version and does not know this. Restart it."),
        "other_version": _("The service is another version ({version}). Restart it."),
        "went_away": _("The service went away. Try again."),
        "fault": _("The service met a fault of its own. Try again, and report it."),
    }
    unreachable = _("No service answers at {place}. Check STEADYHAND_STATE_DIR.")
    named = {name: failure.get(name) or "?" for name in ("place", "pid", "version")}
    return sentences.get(failure.get("reason", ""), unreachable).format(**named)
