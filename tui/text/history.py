"""The past in words, one line for each thing that happened."""

from pi.radio.events import CopyKind
from pi.service.protocol.answers import HistoryLine
from tui.text.language import _
from tui.text.lockout import length
from tui.text.time import moment


def title(*, takes_a_code: bool = True) -> str:
    """The title of the history; of a radio that takes no code it says so."""
    return _("History") if takes_a_code else _("History: no code")


def page(number: int, more: bool) -> str:
    """Which page this is; how many there are is not known before they were read."""
    return _("page {n}").format(n=number) + ("" if more else _(", the last"))


def nothing_yet() -> str:
    """Before anything happened."""
    return _("Nothing has happened yet.")


def line(told: HistoryLine) -> tuple[str, str]:
    """When it was, and what it was."""
    what = _what(told)
    if told.shows:
        what = _('{what}: "{shows}"').format(what=what, shows=told.shows)
    if told.taken_back:
        what = _("(taken back) {what}").format(what=what)
    return moment(told.wall, told.sure), what


def said(kind: str, on: bool | None = None) -> str:
    """What an owner said of the radio, as a sentence. ``on``: of its power."""
    return _of_an_owner(kind, on) or kind


def _what(told: HistoryLine) -> str:
    if told.kind == "StatementTakenBack":
        return _("Taken back: {what}").format(what=said(told.said or "", told.on))
    if told.kind == "LockoutBegan":
        if told.owed_s is None:
            return _("A wait began, nobody says how long")
        return _("A wait of {span} began").format(span=length(told.owed_s))
    if told.kind == "BatteryCut":
        return _battery_cut(told.witness)
    if told.kind == "CopyMade":
        return _copy_made(told.copy)
    if told.kind == "CodeRejected" and told.for_serial:
        return _("A try was spent to read the serial number")
    if told.kind == "WalkthroughStopped" and told.cut_off:
        return _("The entry was cut off")
    return _of_an_owner(told.kind, told.on) or {
        "VehicleAdded": _("The vehicle was added"),
        "WalkthroughStarted": _("An entry was begun"),
        "WalkthroughStopped": _("The entry was left before the confirm"),
        "WaitCountedOut": _("The wait was counted out"),
        "VehicleChanged": _("What is kept of the vehicle was changed"),
    }.get(told.kind, told.kind)


def _of_an_owner(kind: str, on: bool | None) -> str:
    """What an owner says of the radio, empty for all else."""
    return {
        "RadioAsked": _("The radio asked for its code"),
        "ConfirmWithheld": _("The confirm key was not pressed"),
        "CodeRejected": _("The radio refused the code"),
        "CodeAccepted": _("The radio plays"),
        "StillWaitingSeen": _("The radio still refused to ask"),
        "AskedAgain": _("The radio asked again"),
        "PowerReported": _("The radio was on") if on else _("The radio was off"),
        "InterruptionSeen": _("The radio lost its power"),
    }.get(kind, "")


def _copy_made(kind: CopyKind | None) -> str:
    return {
        CopyKind.KEEPASS: _("A KeePass file was made"),
        CopyKind.CARD: _("A card was made"),
        CopyKind.QR: _("The code was shown as a QR code"),
        CopyKind.BACKUP: _("A backup was made"),
        None: _("A copy was made"),
    }[kind]


def _battery_cut(witness: str | None) -> str:
    """How it is known belongs to it: one of the three is a guess."""
    return {
        "pin": _("The battery was off, says its wire"),
        "clock": _("The battery was off, says its clock"),
        "guess": _("Power lost: was the battery off?"),
    }.get(witness or "", _("The battery was off"))


def label(action: str) -> str:
    """What a button says."""
    return {"next": _("Older"), "previous": _("Newer"), "back": _("Back")}[action]
