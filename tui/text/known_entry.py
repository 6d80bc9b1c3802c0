"""How a family's code is keyed in, in plain sentences."""

from pi.radio.entry import (
    Confirm,
    ConfirmKind,
    DigitKeys,
    Entry,
    GroupStep,
    KeySet,
    Method,
    Mistakes,
    Opening,
    OpeningKind,
    PositionKeys,
    RockerEdges,
    SelectThenStep,
    StepKeys,
    TouchKeypad,
    WheelAndAccept,
)
from tui.text.language import _


def opening(one: Opening) -> str:
    """What brings the question up."""
    keys = _keys(one.key_sets)
    return {
        OpeningKind.NONE: _("It asks with the radio off and the ignition on.")
        if one.asks_while_off
        else _("It asks as soon as it is switched on."),
        OpeningKind.HOLD: _("To be asked, hold {keys}{long}.").format(keys=keys, long=_long(one)),
        OpeningKind.HOLD_WHILE_SWITCHING_ON: _(
            "To be asked, switch it off, hold {keys}, switch it on."
        ).format(keys=keys),
        OpeningKind.PRESS_ANY: _("To be asked, press any key once."),
        OpeningKind.WAIT: _("It asks by itself after a few seconds."),
        OpeningKind.UNKNOWN: _("What brings the question up is not known."),
    }[one.kind]


def method(one: Method) -> str:
    """How a digit is set, and what the places show before it."""
    start = getattr(one, "start", None)
    before = _("Before the first press it shows {start}.").format(start=start) if start else ""
    return f"{_way(one)} {before}".strip()


def confirm(entry: Entry) -> str:
    """What submits the code."""
    one = entry.confirm
    same = one.kind is ConfirmKind.SAME_CHORD
    keys = _keys(entry.opening.key_sets if same else one.key_sets)
    return {
        ConfirmKind.AUTOMATIC: _("The last digit submits the code by itself."),
        ConfirmKind.PRESS: _("To submit the code, press {keys} briefly.").format(keys=keys),
        ConfirmKind.HOLD: _("To submit the code, hold {keys}{long}.").format(
            keys=keys, long=_long(one)
        ),
        ConfirmKind.SAME_CHORD: _("To submit the code, hold {keys} once more{long}.").format(
            keys=keys, long=_long(one)
        ),
        ConfirmKind.TOUCH: _("To submit the code, touch {keys} on its screen.").format(keys=keys),
        ConfirmKind.UNKNOWN: _("What submits the code is not known.")
        if not one.key_sets
        else _("{keys} submits the code; how is not known.").format(keys=keys),
    }[one.kind]


def begin_again(mistakes: Mistakes) -> str:
    """How an entry is begun anew before it is submitted."""
    if mistakes.start_again is None:
        return ""
    how = _("To begin an entry again: {how}.").format(how=_(mistakes.start_again).rstrip("."))
    costs = {
        None: _("Whether that costs a try is not known."),
        True: _("That costs a try."),
        False: _("That costs no try."),
    }[mistakes.start_again_costs_a_try]
    return f"{how} {costs}"


def _way(one: Method) -> str:
    match one:
        case PositionKeys():
            return _("One key for each place, pressed until its digit shows: {keys}.").format(
                keys=" ".join(one.keys)
            )
        case RockerEdges():
            return _("Each edge of the rockers has a place: {keys}.").format(
                keys=", ".join(one.edges)
            )
        case StepKeys():
            return _("{store} stores a digit, {up} and {down} change it.").format(
                store=one.accept_key, up=one.up_key, down=one.down_key
            )
        case WheelAndAccept():
            return _("Turn {wheel} to the digit, {store} stores it.").format(
                wheel=one.control, store=one.accept_key
            )
        case SelectThenStep():
            return _("{keys} choose the place, {up} and {down} change its digit.").format(
                keys=" ".join(one.keys), up=one.up_key, down=one.down_key
            )
        case GroupStep():
            return _("{left} counts the left digits, {right} the right two.").format(
                left=one.left_key, right=one.right_key
            )
        case _:
            return _by_name(one)


def _by_name(one: Method) -> str:
    """The ways that name no key."""
    if isinstance(one, DigitKeys):
        return _("Press the keys that carry the digits.")
    if isinstance(one, TouchKeypad):
        return _("Touch the digits on its own screen.")
    return _("How a digit is set is not known; its handbook says.")


def _keys(key_sets: tuple[KeySet, ...]) -> str:
    """The keys, or that nobody names them."""
    if not key_sets:
        return _("a key that nobody names")
    return _(" or ").join(_(" and ").join(keys) for keys in key_sets)


def _long(one: Opening | Confirm) -> str:
    """How long, as far as it is known: `` for 3 seconds``, `` until ...``."""
    if one.until:
        return _(" until it shows {shows}").format(shows=one.until)
    least, most = one.min_seconds, one.max_seconds
    if least is not None and most is not None and least != most:
        return _(" for {least} to {most} seconds").format(least=f"{least:g}", most=f"{most:g}")
    if least is None and most is None:
        return ""
    return _(" for {n} s").format(n=f"{least if least is not None else most:g}")
