"""What the screens of the guide say: lists, buttons, warnings. Its facts are in ``guide``."""

from typing import Final

from pi.finding.guide import Guide
from pi.finding.items import PAGES_READ, Fact, Item, Station, StationKind
from pi.finding.road import Situation
from pi.radio.head_unit import DisplayWord, HeadUnit, Meaning, SerialDisplay
from pi.radio.lockout import cost_of
from tui.words import guide as facts
from tui.words.language import _, _n
from tui.words.time import span

TICKED: Final = "☑"
NOT_TICKED: Final = "☐"


def title(make: str = "") -> str:
    """The guide, and whose radio it is for."""
    return _("Find my code · {make}").format(make=make) if make else _("Find my code")


def name(station: str) -> str:
    """A station in at most 13 letters, for a list."""
    return {
        "no-code": _("No code"),
        "stop": _("Stop first"),
        "papers": _("Papers"),
        "handbook": _("Handbook"),
        "glove-box": _("Glove box"),
        "stickers": _("Stickers"),
        "display": _("Its display"),
        "take-out": _("Its label"),
        "previous-owner": _("Former owner"),
        "dealer": _("Dealer"),
        "maker": _("Maker"),
        "online": _("Online"),
        "specialist": _("Specialist"),
    }.get(station, station)


def in_the_list(station: Station) -> str:
    """A station with its tick, and the same in a word."""
    box = TICKED if station.ticked else NOT_TICKED
    word = done(station) if station.ticked else _("not yet")
    return f"{box} {name(station.id)}\n{word}"


def done(station: Station) -> str:
    """What a tick at this station means."""
    match station.kind:
        case StationKind.LOOK:
            return _("looked")
        case StationKind.ASK:
            return _("asked")
        case _:
            return _("done")


def keep_it_well() -> str:
    """The last of the list, once there is a code."""
    return _("Keep it well")


def progress(road: Guide) -> str:
    """How far the road has been gone."""
    ticked = sum(station.ticked for station in road.stations)
    return _("{n} of {all}").format(n=ticked, all=len(road.stations))


def what_now(road: Guide) -> str:
    """The line over the stations, the most important thing first."""
    if road.situation is Situation.NO_CODE:
        return _("This radio takes no code. See who helps.")
    if road.next is None:
        return _("You have been everywhere. Choose one to go there again.")
    if road.situation is Situation.LOCKED_OUT:
        return _("The tries are used up: the specialist first.")
    if not road.make_known:
        return _("Of this make nothing is known. This is true of all makes.")
    return _("The next place to look is marked.")


def go_to(station: str) -> str:
    """The button of the next station."""
    return _("Next: {name}").format(name=name(station))


def which_make() -> str:
    """The radio's family was fitted by several makers."""
    return _("Which make is the car?")


def another_make() -> str:
    """None of those."""
    return _("Another make")


def have_it() -> str:
    """The owner has the code."""
    return _("I have it: type it in")


def type_another() -> str:
    """The code that is kept was wrong."""
    return _("It was wrong: type another")


def found_it(kind: StationKind) -> str:
    """The code is there."""
    return _("I have the code") if kind is StationKind.ASK else _("Found it")


def looked(kind: StationKind) -> str:
    """The tick of a station, as a statement."""
    return {
        StationKind.STOP: _("I stopped, and noted the word"),
        StationKind.NO_CODE: _("I have read this"),
        StationKind.LOOK: _("Looked: not there"),
        StationKind.DISPLAY: _("Tried: no number"),
        StationKind.TAKE_OUT: _("Looked: no number"),
        StationKind.ASK: _("Asked: no code"),
    }[kind]


def not_after_all() -> str:
    """Take a tick away."""
    return _("Not looked after all")


def back_to_the_list() -> str:
    """A station that has its tick."""
    return _("Back to the list")


def read_on(place: str) -> str:
    """The next page of a text."""
    return _("Read on {place}").format(place=place)


def more_here() -> str:
    """The title of what had no button of its own."""
    return _("What else?")


def or_more(label: str) -> str:
    """The button of what had none of its own, named by the likeliest."""
    return _("{label} · more").format(label=label)


def who_says_so() -> str:
    """The way to the sources."""
    return _("Who says so?")


def item_and_sources(item: Item) -> str:
    """What is told, then each source: who, when, where."""
    return "\n".join((facts.say(item), *(f"- {source(fact)}" for fact in item.facts)))


def source(fact: Fact) -> str:
    """One source: how far it goes, its date, where it stands."""
    who = facts.trust(fact.trust)
    dated = _("of {date}") if fact.seen_on != PAGES_READ else _("read {date}")
    said = f"{who}, {dated.format(date=fact.seen_on)}: {fact.where}"
    if fact.inferred:
        said = _("{said} (our reading)").format(said=said)
    return f"{said}. {_(fact.note)}" if fact.note else said


# The display.


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


# The serial number.


def type_the_serial() -> str:
    """The way to the pad."""
    return _("Type the serial number")


def type_serial() -> str:
    """What to type."""
    return _("Exactly as it stands on the label or display, letter by letter.")


def from_the_label() -> str:
    """Beside the field, in at most 28 letters."""
    return _("as on the label")


def keep_serial() -> str:
    """Keep it."""
    return _("Keep it: it stands so")


def serial_kept() -> str:
    """It is in the vault."""
    return _("The serial number is kept. A dealer looks the code up with it.")


# First aid.


def what_does_it_show() -> str:
    """The question, and the way to it."""
    return _("What does it show?")


def it_shows(word: str) -> str:
    """The title of one word's first aid."""
    return _("It shows {word}").format(word=word)


def means_here(word: DisplayWord) -> tuple[str, ...]:
    """What the word means on this family."""
    sentences = {
        Meaning.PROMPT: _("it asks for the code"),
        Meaning.BEFORE_PROMPT: _("it is locked, and does not ask yet"),
        Meaning.WRONG: _("the code was refused"),
        Meaning.WAITING: _("a wait runs"),
        Meaning.FINAL: _("only a dealer helps"),
        Meaning.ACCEPTED: _("the code was taken"),
        Meaning.NOT_A_PROMPT: _("it asks for no code"),
    }
    means = _(" or ").join(sentences[meaning] for meaning in word.meanings)
    return (_("On your radio: {means}.").format(means=means),) if means else ()


# The letter.


def letter() -> str:
    """The way to it, and its title."""
    return _("The letter to the dealer")


def print_it() -> str:
    """How it comes on paper."""
    return _("Copy it, or print it on a computer: steadyhand guide --letter")


def on_a_screen(part: str) -> str:
    """A part of the printed letter without the blanks that set it on paper."""
    lines = (" ".join(line.split()) for line in part.splitlines())
    return "\n".join(f"{line.rstrip('_')}____" if line.endswith("_") else line for line in lines)


def fill_in_the_serial() -> str:
    """Unlock, so that serial number and plate stand in the letter."""
    return _("Unlock: fill in the serial")


# The code that was found.


def last_look() -> str:
    """The title of the last look."""
    return _("The last look")


def compare(code: str, serial: str) -> tuple[str, ...]:
    """Code and serial number against the paper, before the first try."""
    known = (
        _("Kept here: {serial}").format(serial=serial)
        if serial
        else _("None is kept here: look at the set, if the paper names one.")
    )
    return (
        _("Is the serial number on the paper the one on the radio?"),
        known,
        _("And the code, once more: {code}").format(code=" ".join(code)),
        _("A code of another radio costs a try."),
    )


def same_radio() -> str:
    """It is this radio's paper."""
    return _("The same, or none is named: keep the code")


def other_radio() -> str:
    """It is another radio's paper."""
    return _("They differ")


def paper_of_another() -> tuple[str, ...]:
    """What it means, and what then."""
    return (
        _("Then it is the paper of another radio, and its code will most likely cost a try."),
        _("If somebody looked it up by VIN, ask again with the serial number of this radio."),
    )


def look_on() -> str:
    """Nothing is kept."""
    return _("Look on: keep nothing")


def keep_anyway() -> str:
    """Keep the code all the same."""
    return _("Keep the code anyway")
