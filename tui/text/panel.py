"""The panel on the pins: what its buttons do where that is not plain."""

from collections.abc import Mapping

from pi.service.protocol.views import State, WaitView
from tui.text.language import _

NEXT, BACK = "next", "back"


def button(name: str) -> str:
    """A button, as it is marked on the panel."""
    return {NEXT: _("NEXT"), BACK: _("BACK")}[name]


def buttons(state: State, *, lost: bool = False) -> str:
    """What holding a button states here, empty where nothing is wired or all is plain.

    One short line: what the third button states, the screen's own buttons do as well.

    ``lost``: the owner is asked whether the radio is on again, not whether it stayed on.
    """
    wired, radio = state.panel.buttons, state.radio
    if radio is None or not wired:
        return ""
    wants = state.panel.wants
    if radio.state == "Entering":
        return _sure(wired) if wants == "sure" else ""
    if wants in {"ends", "lost"} and NEXT in wired:
        return _asked_once(wants)
    if radio.state == "OutcomeUnknown" and NEXT in wired and BACK in wired:
        return _took_it()
    held = _held(radio.state, radio.wait, lost=lost)
    told = (name for name in (NEXT, BACK) if name in wired and name in held)
    return " ".join(
        _("Hold {button}: {what}.").format(button=button(name), what=held[name]) for name in told
    )


def _sure(wired: tuple[str, ...]) -> str:
    """After the price of a try was told, by next, which means nothing before another press."""
    if BACK not in wired or NEXT not in wired:
        return ""
    return _("Hold {back}: stop. {back}, then hold {next}: I am sure.").format(
        back=button(BACK), next=button(NEXT)
    )


def _took_it() -> str:
    """Next named the confirm key, so it states nothing before another button was pressed."""
    return _("Hold {back}: it refused. {back}, then hold {next}: it plays.").format(
        back=button(BACK), next=button(NEXT)
    )


def _asked_once(wants: str) -> str:
    """Before a wait, or what was counted, is given up."""
    sure = _("it asks now") if wants == "ends" else _("it lost power")
    return _("Hold {button}: {what}. Any other press: no.").format(button=button(NEXT), what=sure)


def _held(name: str, wait: WaitView | None, *, lost: bool) -> Mapping[str, str]:
    match name:
        case "Playing":
            return {NEXT: _("it asks")}
        case "OutcomeUnknown":
            return {NEXT: _("it plays"), BACK: _("it refused")}
        case "SafeToTry":
            return {NEXT: _("it asks again"), BACK: _("it still refuses")}
        case "Waiting" if wait is not None and wait.why_not is None:
            return {NEXT: _("it still refuses"), BACK: _("it lost power")}
        case "Waiting" if wait is not None:
            begins_anew = wait.counted_s == 0 and wait.interruptions > 0
            off = wait.why_not == "power_off" or begins_anew
            if off:
                return {NEXT: _("it is off"), BACK: _("it is on again")}
            on = _("it is on again") if lost else _("it stayed on")
            return {NEXT: on, BACK: _("it lost power")}
    return {}
