"""A press plan's steps in words."""

from pi.radio.steps import Check, Hold, Prepare, Press, Step, Touch, Turn
from tui.text.language import _, _n


def say(step: Step) -> str:
    """One instruction: what to do, what the display then shows, whether it submits the code."""
    sends = _("This sends the code.") if getattr(step, "confirms", False) else ""
    return " ".join(part for part in (do(step), then(step), sends) if part)


def do(step: Step) -> str:
    """What the hand does."""
    match step:
        case Prepare(radio_off=radio_off):
            return _prepare(radio_off)
        case Check(display=display):
            return _check(display)
        case Press():
            return _press(step)
        case Hold():
            return _hold(step)
        case Turn():
            return _turn(step)
        case Touch(key=None):
            return _("Touch the key on its screen that accepts the code.")
        case Touch(key=key):
            return _("Touch {key} on the radio's screen.").format(key=key)


def then(step: Step) -> str:
    """What the display then shows, empty where that is not known."""
    display = getattr(step, "display", None)
    if display is None or isinstance(step, Check):
        return ""
    return _("The display then shows {shown}.").format(shown=spaced(display))


def spaced(display: str) -> str:
    """A display as it is read: digit by digit."""
    return display.replace(" ", "·")


def key_name(key: str | None) -> str:
    """A key's name; one that is not documented is named as such."""
    if key is None:
        return _("the key your handbook names")
    return _("any key") if key == "any" else _("key {key}").format(key=key)


def keys_together(keys: tuple[str, ...] | None, options: tuple[tuple[str, ...], ...]) -> str:
    """Keys held at once; where it differs by set, the pairs that were reported."""
    if keys:
        return " + ".join(keys)
    if options:
        reported = _(" or ").join(" + ".join(pair) for pair in options)
        return _("the two keys of your set (reported: {keys})").format(keys=reported)
    return _("the key your handbook names")


def seconds(step: Hold) -> str:
    """How long a key is held."""
    if step.until is not None and step.seconds is not None:
        return _("about {n} seconds, until it shows {shown}").format(
            n=f"{step.seconds:g}", shown=step.until
        )
    if step.until is not None:
        return _("until it shows {shown}").format(shown=step.until)
    if step.seconds is not None:
        return _n("{n} second", "{n} seconds", int(step.seconds))
    return _("until the radio answers (how long is not documented)")


def _prepare(radio_off: bool) -> str:
    if radio_off:
        return _("Park. Ignition ON, radio off. Wait until the display asks.")
    return _("Park. Ignition at ACC or ON, radio on. Wait until the display asks.")


def _check(display: str | None) -> str:
    if display is None:
        return _("Stop. Compare the keys you pressed with your paper.")
    return _("Stop. The display must show {shown}. Read it digit by digit.").format(
        shown=spaced(display)
    )


def _turn(step: Turn) -> str:
    if step.clicks is None:
        return _("Turn {control} until it shows {digit}.").format(
            control=step.control, digit=step.digit
        )
    clicks = _n("Turn {control} {n} click.", "Turn {control} {n} clicks.", step.clicks)
    return clicks.replace("{control}", step.control)


def _press(step: Press) -> str:
    key = key_name(step.key)
    if step.digit is not None and step.key is None:
        return _("Set digit {n} to {digit}, as your handbook says.").format(
            n=step.position, digit=step.digit
        )
    if step.digit is not None and step.times is None:
        return _("Press {key} until it shows {digit}.").format(key=key, digit=step.digit)
    if step.times == 0:
        return _("Leave {key} alone.").format(key=key)
    if step.times is None:
        return _("Press {key}.").format(key=key)
    return _n("Press {key}: {n} time.", "Press {key}: {n} times.", step.times).replace("{key}", key)


def _hold(step: Hold) -> str:
    keys = keys_together(step.keys, step.key_options)
    text = _("Hold {keys} {until}.").format(keys=keys, until=seconds(step))
    if step.while_switching_on:
        text = _("Switch the radio off. Hold {keys}, switch it on, keep holding {until}.").format(
            keys=keys, until=seconds(step)
        )
    return f"{text} {_('Let go at once.')}" if step.release_at_once else text
