"""What is known of a family, one plain sentence or two for each rule, with who says so."""

from collections.abc import Iterable, Sequence
from typing import Final

from pi.radio.display import as_shown
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
    UnknownKeys,
    WheelAndAccept,
)
from pi.radio.head_unit import About, Disagreement, HeadUnit
from pi.radio.lockout import (
    CountsWhile,
    KeypressDuringWait,
    Lockout,
    LockoutCandidate,
    OnInterruption,
    Stage,
    StaysOnWith,
    Tail,
    Timer,
)
from pi.radio.provenance import Rule, Source
from tui.text import radios
from tui.text.language import TRUST, _, _n, named, span, who
from tui.text.lockout import key_position


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


def _by_name(one: DigitKeys | TouchKeypad | UnknownKeys) -> str:
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
        return _(" until it shows {shows}").format(shows=named(one.until))
    least, most = one.min_seconds, one.max_seconds
    if least is not None and most is not None and least != most:
        return _(" for {least} to {most} seconds").format(least=f"{least:g}", most=f"{most:g}")
    if least is None and most is None:
        return ""
    return _(" for {n} s").format(n=f"{least if least is not None else most:g}")


def account(one: LockoutCandidate) -> str:
    """What one account says: the waits in their order, how they go on, the end."""
    waits = [
        _wait(number, stage)
        for number, stage in enumerate(one.stages, start=1)
        if stage.wait_s != 0 or stage.ends_series
    ]
    tail = _tail(one) if waits else ""
    end = one.terminal.after_wrong
    dealer = (
        _n(
            "After {n} wrong code only a dealer helps.",
            "After {n} wrong codes only a dealer helps.",
            end,
        )
        if end is not None
        else ""
    )
    return " ".join(part for part in (*waits, tail, dealer) if part)


def dearest(lockout: Lockout) -> str:
    """What holds for all accounts, or that there is none."""
    if lockout.may_take_s is not None:
        return _("A wait of {span} was reported.").format(span=span(lockout.may_take_s))
    if lockout.none:
        return _("Wrong codes cost no wait.")
    return "" if lockout.candidates else _("What a wrong code costs is not known.")


_STAYS_ON_WITH: Final = {
    StaysOnWith.IGNITION_ON: _("With the key at ON it stays on."),
    StaysOnWith.ENGINE: _("With the engine running it stays on."),
}


def supply(timer: Timer) -> str:
    """What the wait needs, and what a break does to it. In doubt the careful reading."""
    needs = {
        CountsWhile.RADIO_ON: _("The wait runs while the radio is on."),
        CountsWhile.IGNITION_AND_RADIO_ON: _("The wait runs while ignition and radio are on."),
        CountsWhile.PERMANENT_SUPPLY_ONLY: _("The wait runs as long as the battery is connected."),
        CountsWhile.UNKNOWN: _("What the wait needs is not known: leave ignition and radio on."),
    }[timer.counts_while]
    breaks = {
        OnInterruption.RESTARTS: _("A break begins it again."),
        OnInterruption.PAUSES: _("A break only stops it for as long."),
    }.get(timer.on_interruption, _("A break is taken to begin it again."))
    parts = [needs, breaks]
    if timer.keypress_during_wait is KeypressDuringWait.RESTARTS:
        parts.append(_("A key press begins it again."))
    if timer.radio_auto_off_min is not None:
        minutes = round(timer.radio_auto_off_min)
        parts.append(
            _n(
                "The radio switches itself off after {n} minute; the wait then stops.",
                "The radio switches itself off after {n} minutes; the wait then stops.",
                minutes,
            )
        )
    if timer.stays_on_with is not None:
        parts.append(_STAYS_ON_WITH[timer.stays_on_with])
    return " ".join(parts)


def _wait(number: int, stage: Stage) -> str:
    after = _n("After {n} wrong code", "After {n} wrong codes", number)
    if stage.wait_s is None:
        return _("{after} a wait; how long is not known.").format(after=after)
    if stage.wait_s == 0:
        return _("{after} it asks again at once.").format(after=after)
    return _("{after} a wait of {span}.").format(after=after, span=span(stage.wait_s))


def _tail(one: LockoutCandidate) -> str:
    match one.tail:
        case Tail.REPEAT:
            return _("Then the same again.")
        case Tail.DOUBLE if one.cap_s is not None:
            return _("Each further one doubles it, up to {span}.").format(span=span(one.cap_s))
        case Tail.DOUBLE:
            return _("Each further one doubles it.")
        case _:
            return ""


WHO_SAYS_SO = _("Who says so")  # to the addresses of the sources
WHAT_IS_KNOWN = _("What is known of it")
NO_SOURCES = _("Nobody says anything of this radio here.")

_ABOUT: Final = {
    About.WAIT: _("The wait"),
    About.TRIES: _("Tries before a wait"),
    About.END: _("Tries before only a dealer helps"),
    About.LENGTH: _("How many digits"),
    About.OPENING: _("What brings the question up"),
    About.ENTRY: _("How a digit is set"),
    About.CONFIRM: _("What submits the code"),
    About.POWER: _("What the wait needs"),
    About.SERIAL: _("The serial number"),
    About.DISPLAY: _("What it shows"),
}


def facts(head_unit: HeadUnit) -> tuple[str, ...]:
    """All that is known, in the order in which an owner meets it."""
    return (
        radios.takes_no_code(head_unit.protection),
        _display(head_unit),
        *_keying(head_unit),
        *_wrong_codes(head_unit),
        *_traps(head_unit),
        *_serial(head_unit),
        *map(disagreement, head_unit.disagreements),
        radios.proof(head_unit) if head_unit.takes_a_code else "",
    )


def known(head_unit: HeadUnit) -> tuple[str, ...]:
    """The facts, without what is empty."""
    return tuple(fact for fact in facts(head_unit) if fact)


def disagreement(one: Disagreement) -> str:
    """All that is said, by whom, and what is taken."""
    claims = "; ".join(
        _("{claim} says {who}").format(claim=claim.says, who=who(claim.sources))
        for claim in one.claims
    )
    return _("{about}: {claims}. Taken: {applied}.").format(
        about=_ABOUT[one.about], claims=claims, applied=one.applied.rstrip(".")
    )


def addresses(head_unit: HeadUnit) -> tuple[str, ...]:
    """Every source once, in the order of the rules, with who it is."""
    found: dict[str, Source] = {}
    for source in _sources(head_unit):
        found.setdefault(source.where, source)
    return tuple(
        _("{who}: {where}").format(who=TRUST[one.trust], where=one.where) for one in found.values()
    )


def _display(head_unit: HeadUnit) -> str:
    shows = radios.shows(head_unit)
    rules = [
        word for word in head_unit.words if as_shown(word.text) in radios.display_words(head_unit)
    ]
    return _said(shows, *rules)


def _keying(head_unit: HeadUnit) -> Iterable[str]:
    entry, shape = head_unit.entry, head_unit.code
    if shape is not None:
        yield _said(radios.code_rule(shape), shape)
    if head_unit.ignition.position is not None:
        key = key_position(head_unit.ignition.position)
        yield _said(_("The key stands at {key}.").format(key=key), head_unit.ignition)
    if entry is not None:
        yield _said(opening(entry.opening), entry.opening)
        yield _said(method(entry.method), entry.method)
        yield _said(confirm(entry), entry.confirm)
        yield _said(begin_again(entry.mistakes), entry.mistakes)


def _wrong_codes(head_unit: HeadUnit) -> Iterable[str]:
    if not head_unit.takes_a_code:
        return
    accounts = head_unit.lockout.candidates
    for one in accounts:
        told = account(one)
        several = len(accounts) > 1 and told
        yield _said(_("One account: {told}").format(told=told) if several else told, one)
    yield _said(dearest(head_unit.lockout), head_unit.lockout)
    yield _said(supply(head_unit.timer), head_unit.timer)


def _traps(head_unit: HeadUnit) -> Iterable[str]:
    traps, said = head_unit.behaviour, []
    if traps.trial_play_min is not None:
        minutes = round(traps.trial_play_min)
        said.append(
            _n(
                "It plays for about {n} minute before it locks.",
                "It plays for about {n} minutes before it locks.",
                minutes,
            )
        )
    if traps.spurious_prompt:
        said.append(_("The question may go by itself: switch the ignition off and on first."))
    if traps.set_up_asked_after:
        said.append(_("After the first right code it asks for its settings."))
    if traps.first_aid:
        said.append(_sentence(_(traps.first_aid)))
    yield _said(" ".join(said), traps)


def _serial(head_unit: HeadUnit) -> Iterable[str]:
    serial = head_unit.serial
    if serial.places:
        places = "; ".join(_(place) for place in serial.places)
        yield _said(_("Serial number: {places}.").format(places=places), serial)
    for way in serial.displays:
        cost = _("What that costs is not known.") if way.costs_attempts is None else ""
        if way.costs_attempts:
            cost = _("It costs tries.")
        if way.tries is not None:
            cost = _n("It costs {n} wrong code.", "It costs {n} wrong codes.", way.tries)
        how = _("To see the serial number: {how}.").format(how=_(way.how).rstrip("."))
        yield _said(f"{how} {cost}".strip(), way)


def _said(fact: str, *rules: Rule) -> str:
    """A fact, what is noted beside it, and who says so."""
    if not fact:
        return ""
    notes = [_sentence(_(note)) for rule in rules for note in rule.notes]
    says = who(tuple(source for rule in rules for source in rule.sources))
    named = [_("({who})").format(who=says)] if says else []
    return " ".join([fact, *named, *notes])


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _sources(value: object) -> Iterable[Source]:
    if isinstance(value, Source):
        yield value
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from _sources(one)
    else:
        for name in getattr(value, "__struct_fields__", ()):
            yield from _sources(getattr(value, name))
