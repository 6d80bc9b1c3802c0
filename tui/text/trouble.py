"""What is wrong with the card, the service or this program itself: what, and what to do."""

from pi.service.protocol.views import Saving
from tui.text.language import _


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


def saving(state: Saving) -> str:
    """The red line, empty while all is well."""
    if state.ok:
        return partly_read() if state.reason == "damaged" else ""
    return not_saved(state.reason)


def partly_read() -> str:
    """What happens is saved, but something that is kept can't be read."""
    return _("DAMAGED: a part of what is kept can't be read. See: steadyhand doctor")


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


def families_are_damaged() -> str:
    """The compiled file of the families is missing or garbled."""
    return _(
        "The list of known radios is missing or damaged. Install steadyhand again; "
        "in a clone: python3 -m pi.catalogue.compile"
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
