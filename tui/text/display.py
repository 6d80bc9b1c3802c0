"""Serial numbers on the display: what each way costs, said before its keys are."""

from pi.guide.facts import Item
from pi.radio.head_unit import HeadUnit, SerialDisplay
from pi.radio.lockout import cost_of
from tui.text.language import _, _n
from tui.text.time import span


def dear_way(cost: Item, asks: bool) -> str:
    """A way whose keys are told after a second word, or not at all now."""
    if cost.tries is not None:
        says = _n(
            "One way spends {n} try, then a wait runs.",
            "One way spends {n} tries, then a wait runs.",
            cost.tries,
        )
    else:
        says = _("Of one way nobody says what it costs. It may cost tries.")
    if not cost.sure:
        says = _("{says} It may work: a seller says so.").format(says=says)
    then = _("Its keys come after a warning.") if asks else _("Not now: the radio does not ask.")
    return f"{says} {then}"


def dear_label(way: SerialDisplay) -> str:
    """The button to that warning."""
    if way.tries is None:
        return _("The way of unknown cost")
    return _n("The way for {n} try", "The way for {n} tries", way.tries)


def before_the_keys() -> str:
    """The title of the warning."""
    return _("Before the keys")


def spends(tries: int | None) -> str:
    """The large word of the warning."""
    if tries is None:
        return _("THINK TWICE")
    return _n("THIS SPENDS {n} TRY", "THIS SPENDS {n} TRIES", tries)


def spends_how(way: SerialDisplay) -> str:
    """What the price is paid with."""
    if way.tries is None:
        return _("Nobody says what these keys cost. It may be tries and a wait.")
    return _n(
        "It takes {n} wrong code, counted at once.",
        "It takes {n} wrong codes, counted at once.",
        way.tries,
    )


def and_then(family: HeadUnit, way: SerialDisplay, rejected: int) -> str:
    """What follows once so many codes were wrong."""
    if way.tries is None:
        return ""
    costs = [cost_of(family.lockout, rejected + n) for n in range(1, way.tries + 1)]
    if any(cost.dead_end for cost in costs):
        return _("Then only a dealer or specialist helps.")
    waits = [cost.wait_s for cost in costs]
    if None in waits:
        return _("Then a wait runs. Nobody says how long.")
    longest = max(wait for wait in waits if wait is not None)
    if not longest:
        return _("Then the next try may cost more.")
    return _("Then a wait of {span} runs: radio on, key at ACC.").format(span=span(longest))


def last_resort() -> str:
    """When to do it."""
    return _("The last resort: first ask, or read the label on the set.")


def tell_me_the_keys() -> str:
    """The statement that the price is known."""
    return _("I am sure: tell me the keys")


def stop_here() -> str:
    """Out of the warning."""
    return _("Stop here, costs nothing")


def the_keys() -> str:
    """The title of the keys."""
    return _("The keys")


def counted_already() -> str:
    """The tries are spent."""
    return _("These tries are counted, the clock runs. Do not report them again.")


def to_the_clock() -> str:
    """The way back from the keys, once the tries are spent."""
    return _("To the clock")
