"""What wrong codes cost on a family, and what its wait needs, in plain sentences."""

from pi.radio.lockout_rule import (
    CountsWhile,
    KeypressDuringWait,
    Lockout,
    LockoutCandidate,
    OnInterruption,
    Stage,
    Tail,
    Timer,
)
from tui.text.language import _, _n
from tui.text.time import span


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
