"""The guide to a lost code in words. The texts of its facts come from their files."""

import textwrap
from typing import Final

from pi.guide.facts import (
    PAGES_READ,
    Authority,
    Costs,
    Fact,
    Item,
    ItemKind,
    OwnRule,
    Station,
    StationKind,
)
from pi.guide.first_aid import FirstAid, OnFamily
from pi.guide.guide import Guide, Situation
from pi.guide.letter import FIELDS, BadLetterError, Letter, LetterProblem
from pi.radio.display import Reading
from pi.radio.head_unit import HeadUnit, Meaning, SerialDisplay
from pi.radio.lockout import WaitOverSign, cost_of, longest_documented
from pi.radio.press_plan import opening as opening_of
from tui.text import entry, known, lockout, radios
from tui.text.language import _, _n, span
from tui.text.lockout import goes_off, key_position
from tui.text.radios import means

FULL_STOPS: Final = (".", "!", "?")

TRUST: Final = {
    Authority.MAKER: _("the maker"),
    Authority.MAKER_QUOTED: _("the maker, as others quote it"),
    Authority.TRADE: _("trade or press"),
    Authority.SELLER: _("a code seller"),
    Authority.OWNER_REPORT: _("an owner"),
    Authority.OWNER: _("your own file"),
    Authority.OUR_ADVICE: _("our advice"),
}

WORD_NOT_KNOWN = _("Nothing is known of what your display shows. Read it again, letter by letter.")
# Below the printed road
SOURCES_ELSEWHERE = _("Each source with its page and date: steadyhand guide --json")
BEFORE_THE_KEYS = _("Before the keys")
LAST_RESORT = _("The last resort: first ask, or read the label on the set.")
TELL_ME_THE_KEYS = _("I am sure: tell me the keys")  # states that the price is known
STOP_HERE = _("Stop here, costs nothing")
THE_KEYS = _("The keys")
COUNTED_ALREADY = _("These tries are counted, the clock runs. Do not report them again.")
TO_THE_CLOCK = _("To the clock")  # from the keys, once the tries are spent

# The tick of a station, as a statement
LOOKED: Final = {
    StationKind.STOP: _("I stopped, and noted the word"),
    StationKind.NO_CODE: _("I have read this"),
    StationKind.LOOK: _("Looked: not there"),
    StationKind.DISPLAY: _("Tried: no number"),
    StationKind.TAKE_OUT: _("Looked: no number"),
    StationKind.ASK: _("Asked: no code"),
}

NOT_AFTER_ALL = _("Not looked after all")  # takes a tick away
BACK_TO_THE_LIST = _("Back to the list")


IT_GOES_WRONG = _("It does not work: what then?")  # to the troubles


def station_title(station: str) -> str:
    """What a station or a trouble is called, by its id."""
    titles = {
        "refused": _("The right code is refused"),
        "waited": _("It waited, and still refuses"),
        "clock": _("Its clock stands still"),
        "switched-off": _("It switched itself off"),
        "no-code": _("No code exists"),
        "stop": _("Stop first"),
        "papers": _("Papers at home"),
        "handbook": _("Handbook"),
        "glove-box": _("Glove box and fuse-box lid"),
        "stickers": _("Other stickers"),
        "display": _("Serial number on the display"),
        "take-out": _("Serial number on the label: taking the radio out"),
        "previous-owner": _("Previous owner"),
        "dealer": _("Dealer"),
        "maker": _("Maker"),
        "online": _("Online service"),
        "specialist": _("Specialist"),
        "afterwards": _("When you have the code"),
    }
    return titles.get(station, station)


OWNER_CHOSE = _("An owner chose this code: the previous one knows it, or the handbook in pencil.")


def trouble_lines(trouble: str) -> tuple[str, str]:
    """A trouble below the printed road, and the command that answers it."""
    return f"- {station_title(trouble)}:", f"  steadyhand guide --trouble {trouble}"


def opening(guide: Guide) -> tuple[str, ...]:
    """What is said before the first station."""
    said = []
    if guide.situation is Situation.NO_CODE:
        said.append(_("This radio takes no code, so there is none to find. This is who helps:"))
    elif guide.situation is Situation.LOCKED_OUT:
        said.append(_("The tries are used up: see a specialist first. A code may no longer help."))
    elif guide.owner_chose:
        said.append(OWNER_CHOSE)
    if not guide.make_known and guide.make:
        said.append(_("Nothing is known of this make. This is the general road."))
    elif not guide.make_known:
        said.append(_("No make was named. This is the general road."))
    return tuple(said)


def say(item: Item, family: HeadUnit | None = None) -> str:
    """One item, as a sentence or two. ``family`` is the one whose rule it tells."""
    if item.kind is ItemKind.COST:
        return cost(item.costs, item.tries)
    if item.rule is not None and family is not None:
        return own_rule(item.rule, family)
    text = _sentence(_(item.says))
    if item.kind is ItemKind.KEYS and not item.sure:
        text = _("It may work: {text}").format(text=text)
    where = ", ".join(each for each in (_(item.place) if item.place else "", dated(item)) if each)
    return f"{text} ({where})" if where else text


def own_rule(rule: OwnRule, family: HeadUnit) -> str:
    """What a family's file says of itself, in a sentence or two. Empty where it says nothing."""
    entry, timer = family.entry, family.timer
    match rule:
        case OwnRule.ASKS_FIRST:
            return radios.asks_first(family)
        case OwnRule.OPENING if entry is not None:
            return known.opening(entry.opening)
        case OwnRule.CODE if family.code is not None:
            return radios.code_rule(family.code)
        case OwnRule.WAIT:
            longest = longest_documented(family.lockout)
            none = known.dearest(family.lockout)
            return none if longest is None else _LONGEST.format(span=span(longest))
        case OwnRule.POWER:
            return known.supply(timer)
        case OwnRule.KEY_CYCLE:
            return _("No time is told: the key, switched off and on, ends it.")
        case _:
            return _OVER.get(timer.wait_over_sign, "")


_LONGEST = _("The longest wait that anyone tells of this radio is {span}.")
_OVER: Final = {
    WaitOverSign.WORD_RETURNS: _("It is over once the display asks again."),
    WaitOverSign.DISPLAY_BLANK: _("It is over once the display goes blank: switch it on again."),
    WaitOverSign.BARS_FLASH: _("It is over once the bars flash."),
    WaitOverSign.TRY_NUMBER: _("It is over once the number of the try stands there."),
}


def cost(costs: Costs | None, tries: int | None = None) -> str:
    """What it costs to see the serial number: said before the keys."""
    if costs is Costs.FREE:
        return _("The next keys cost no try.")
    if costs is Costs.TRIES and tries is not None:
        burns = _n(
            "The next keys cost {n} try: a wrong code, and then the lockout clock runs.",
            "The next keys cost {n} tries: as many wrong codes, and then the lockout clock runs.",
            tries,
        )
        return _("{burns} Last resort.").format(burns=burns)
    if costs is Costs.TRIES:
        return _("The next keys cost tries, and then the lockout clock runs. Last resort.")
    return _("Nobody says what the next keys cost. They may cost tries.")


def dated(item: Item) -> str:
    """When a price was seen, empty for anything else that has no year."""
    if item.year:
        return item.year
    if item.kind is not ItemKind.PRICE:
        return ""
    dates = [fact.seen_on for fact in item.facts if fact.seen_on != PAGES_READ]
    return dates[0] if dates else _("date not said")


def who_says(facts: tuple[Fact, ...]) -> str:
    """Who says so, each once, with the source's date: ``the maker, 2012; an owner``."""
    said = []
    for fact in facts:
        who = TRUST[fact.trust]
        dated = fact.seen_on != PAGES_READ
        said.append(_("{who}, {date}").format(who=who, date=fact.seen_on) if dated else who)
    return "; ".join(dict.fromkeys(said))


def help_for(aid: FirstAid) -> tuple[str, ...]:
    """First aid for a word of the display: what it may mean, what to do, what never to do."""
    meaning = _("It may mean: {meaning}").format(meaning=_(aid.may_mean))
    return (meaning, *(_(each) for each in aid.do), _(aid.never))


def help_title(shows: tuple[str, ...], makes: tuple[str, ...]) -> str:
    """Above first aid: the words it is for, and the makes where it is for some."""
    words = ", ".join(shows)
    if not makes:
        return _("If it shows {words}").format(words=words)
    return _("If it shows {words} ({makes})").format(words=words, makes=", ".join(makes))


def unknown_make(near: tuple[str, ...]) -> str:
    """A make that nothing knows. What was typed is not repeated."""
    if not near:
        return _("That make is not known. Without --make you get the general road.")
    return _("That make is not known. Nearest: {near}.").format(near=", ".join(near))


def _sentence(text: str) -> str:
    """A head unit's short text as a sentence."""
    whole = text[:1].upper() + text[1:]
    return whole if not whole or whole.endswith(FULL_STOPS) else f"{whole}."


def dear_way(cost: Item, asks: bool) -> str:
    """A way whose keys are told after a second word, or not at all now."""
    if cost.tries is not None:
        says = _n(
            "One way spends {n} try, then a wait runs.",
            "One way spends {n} tries, then a wait runs.",
            cost.tries,
        )
    else:
        says = _("There is another way. It may cost tries: nobody says how many.")
    if not cost.sure:
        says = _("{says} It may work: a seller says so.").format(says=says)
    then = _("Its keys come after a warning.") if asks else _("Not now: the radio does not ask.")
    return f"{says} {then}"


def dear_label(way: SerialDisplay) -> str:
    """The button to that warning."""
    if way.tries is None:
        return _("The way of unknown cost")
    return _n("The way for {n} try", "The way for {n} tries", way.tries)


def spends(tries: int | None) -> str:
    """The large word of the warning."""
    if tries is None:
        return _("THINK TWICE")
    return _n("THIS SPENDS {n} TRY", "THIS SPENDS {n} TRIES", tries)


def spends_how(way: SerialDisplay) -> str:
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
    told = _("Then a wait of {span} runs: radio on, key at {key}.").format(
        span=span(longest), key=key_position(family.key_position)
    )
    return " ".join(part for part in (told, goes_off(family, longest)) if part)


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


def done(station: Station) -> str:
    """What a tick at this station means."""
    match station.kind:
        case StationKind.LOOK:
            return _("looked")
        case StationKind.ASK:
            return _("asked")
        case _:
            return _("done")


def found_it(kind: StationKind) -> str:
    return _("I have the code") if kind is StationKind.ASK else _("Found it")


TICKED: Final = "☑"
NOT_TICKED: Final = "☐"
KEEP_IT_WELL = _("Keep it well")  # the last of the list, once there is a code
LETTER = _("The letter to the dealer")
PRINT_IT = _("Copy it, or print it on a computer: steadyhand guide --letter")
# So that serial number and plate stand in the letter
FILL_IN_THE_SERIAL = _("Unlock: fill in the serial")
TYPE_ANOTHER = _("It was wrong: type another")
LAST_LOOK = _("The last look")
SAME_RADIO = _("The same, or none is named: keep the code")  # it is this radio's paper
OTHER_RADIO = _("They differ")  # it is another radio's paper
PAPER_OF_ANOTHER = (
    _("Then it is the paper of another radio, and its code will most likely cost a try."),
    _("If somebody looked it up by VIN, ask again with the serial number of this radio."),
)
LOOK_ON = _("Look on: keep nothing")
KEEP_ANYWAY = _("Keep the code anyway")


def title(make: str = "") -> str:
    """The guide, and whose radio it is for."""
    return _("Find my code · {make}").format(make=make) if make else _("Find my code")


def in_the_list(station: Station) -> str:
    """A station with its tick, and the same in a word."""
    box = TICKED if station.ticked else NOT_TICKED
    word = done(station) if station.ticked else _("not yet")
    return f"{box} {name(station.id)}\n{word}"


def progress(road: Guide) -> str:
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
    if road.owner_chose:
        return OWNER_CHOSE
    if not road.make_known:
        return _("Of this make nothing is known. This is true of all makes.")
    return _("The next place to look is marked.")


def go_to(station: str) -> str:
    return _("Next: {name}").format(name=name(station))


def on_a_screen(part: str) -> str:
    """A part of the printed letter without the blanks that set it on paper."""
    lines = (" ".join(line.split()) for line in part.splitlines())
    return "\n".join(f"{line.rstrip('_')}____" if line.endswith("_") else line for line in lines)


def it_shows(word: str) -> str:
    """The title of one word's first aid."""
    return _("It shows {word}").format(word=word)


_KEY_IT_IN = (_("Find the code first."), _("Then enter it once."))
_LOOK_AT_PAPER = _("Compare the code with the paper before the next try.")
_NO_MORE_TRIES = _("Do not go on trying.")
_NOTHING_TO_KEY = _("There is nothing to key in for this word.")


def figures(reading: Reading) -> tuple[str, ...]:
    """What the figures on a display tell, and which of them can't be."""
    told = []
    if reading.left_s is not None:
        told.append(_("It says that {span} are left.").format(span=span(reading.left_s)))
    if reading.tries_left is not None:
        told.append(_n("It says {n} try left.", "It says {n} tries left.", reading.tries_left))
    if reading.tries_used:
        told.append(_n("It says {n} wrong code.", "It says {n} wrong codes.", reading.tries_used))
    if reading.cannot_be is not None:
        told.append(entry.CANNOT_BE[reading.cannot_be])
    return tuple(told)


def on_family(found: OnFamily) -> tuple[str, ...]:
    """What a display says on one family of radios, and what to do. One thing a line."""
    reading, family = found.reading, found.head_unit
    said = means(reading)
    lines = [_("On your radio: {means}.").format(means=said)] if said else []
    lines += figures(reading)
    if reading.is_final or Meaning.FINAL in reading.meanings:
        lines += [lockout.WHY_DEALER, _NO_MORE_TRIES, *lockout.BRING]
    if reading.waits or Meaning.WAITING in reading.meanings:
        lines += [
            each for each in lockout.meanwhile(family, longest_documented(family.lockout)) if each
        ]
        lines.append(lockout.DISPLAY_WINS)
    if not reading.waits:
        lines += _to_key_in(reading, family)
    if family.behaviour.first_aid:
        lines.append(_sentence(_(family.behaviour.first_aid)))
    return tuple(dict.fromkeys(lines))


def _to_key_in(reading: Reading, family: HeadUnit) -> list[str]:
    """What to do with a radio that asks, is about to, has refused, or never asks."""
    lines = []
    if Meaning.BEFORE_PROMPT in reading.meanings and family.entry is not None:
        lines += [entry.say(step) for step in opening_of(family, family.entry)[1:]]
    if reading.asks:
        lines += _KEY_IT_IN
    if Meaning.WRONG in reading.meanings:
        lines.append(_LOOK_AT_PAPER)
    if reading.meanings == (Meaning.NOT_A_PROMPT,):
        lines.append(_NOTHING_TO_KEY)
    return lines


def candidates(found: tuple[OnFamily, ...]) -> tuple[str, ...]:
    """What a word means on each radio that may be this one, those that agree in one line."""
    names: dict[str, list[str]] = {}
    for one in found:
        names.setdefault(means(one.reading), []).append(one.head_unit.name)
    return tuple(
        _("If it is {radios}: {means}.").format(radios=" / ".join(radios), means=what)
        for what, radios in names.items()
    )


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


WIDTH: Final = 72  # columns
PAGE: Final = 54  # lines
LABEL: Final = 30  # columns for what a line is for
BLANK: Final = "_" * (WIDTH - LABEL)
_QUESTIONS = (
    _("What does the look-up cost without taking the radio out?"),
    _("Do you need to see the car or the radio?"),
    _("How long does it take?"),
    _("Can a code still be entered, or is the radio locked for good?"),
)
NOT_A_FIELD_LINE = _(
    "Each line must be a field, a colon and its value, such as: serial: what the label says"
)
MORE_HERE = _("What else?")  # the title of what had no button of its own
TYPE_THE_SERIAL = _("Type the serial number")
TYPE_SERIAL = _("Exactly as it stands on the label or display, letter by letter.")
FROM_THE_LABEL = _("as on the label")  # at most 28 letters fit beside the field
KEEP_SERIAL = _("Keep it: it stands so")
SERIAL_KEPT = _("The serial number is kept. A dealer looks the code up with it.")
WHO_SAYS_SO = _("Who says so?")


def text(letter: Letter) -> str:
    """The whole letter. What is not known is a blank to fill in by hand."""
    parts = [
        _wrapped(_("To the radio or parts desk")),
        _wrapped(
            _(
                "My car's radio asks for its security code after the battery was cut, and I no "
                "longer have the code. I own the car. Please look the code up."
            )
        ),
        "\n".join(_lines(letter)),
        _wrapped(_("With me: registration, photo ID, a photo of the label.")),
        _wrapped(_("Please tell me first:")),
        "\n".join(_listed(each) for each in _QUESTIONS),
        _wrapped(
            _("If VIN and serial number lead to different codes, the serial number is right.")
        ),
        "\n\n".join(_line(label, "") for label in (_("Name"), _("Phone"), _("Date, signature"))),
    ]
    return "\n\n".join(parts)


def _lines(letter: Letter) -> list[str]:
    swapped = {True: _("yes"), False: _("no"), None: ""}[letter.swapped]
    return [
        _line(_("Car, model, year"), letter.car),
        _line(_("VIN"), letter.vin),
        _line(_("Plate"), letter.plate),
        _line(_("Serial number in the dash"), letter.serial),
        _line(_("The display shows"), letter.shows),
        _line(_("Codes tried so far"), "" if letter.tried is None else str(letter.tried)),
        _line(_("Radio ever swapped?"), swapped),
    ]


def _line(label: str, value: str) -> str:
    """One field. A value that is too long for its line goes on below, under itself."""
    return textwrap.fill(
        f"{label:<{LABEL - 1}} {value or BLANK}",
        WIDTH,
        subsequent_indent=" " * LABEL,
        break_on_hyphens=False,
        drop_whitespace=True,
    )


def _listed(question: str) -> str:
    return textwrap.fill(f"- {question}", WIDTH, subsequent_indent="  ")


def _wrapped(sentences: str) -> str:
    return textwrap.fill(sentences, WIDTH)


def bad_field(error: BadLetterError) -> str:
    """A field that is not taken: what, and what to do. Nothing that was given is repeated."""
    if error.problem is LetterProblem.UNKNOWN_FIELD:
        return _("One line names no field of the letter. Fields: {fields}.").format(
            fields=", ".join(FIELDS)
        )
    return {
        LetterProblem.NO_CODE_HERE: _("A dealer's letter holds no code. Take that line out."),
        LetterProblem.LOOKS_LIKE_A_CODE: _(
            "{field}: this looks like a code, and the letter holds none. Take it out."
        ),
        LetterProblem.TOO_LONG: _("{field}: this is too long. Use at most 60 characters."),
        LetterProblem.NOT_PRINTABLE: _("{field}: this holds what can't be printed. Type it anew."),
        LetterProblem.NOT_A_COUNT: _("{field}: give a number from 0 to 99."),
        LetterProblem.NOT_YES_NO_UNKNOWN: _("{field}: say yes, no or unknown."),
    }[error.problem].format(field=error.field)


def read_on(place: str) -> str:
    return _("Read on {place}").format(place=place)


def or_more(label: str) -> str:
    """The button of what had none of its own, named by the likeliest."""
    return _("{label} · more").format(label=label)


def item_and_sources(item: Item, family: HeadUnit | None = None) -> str:
    """What is told, then each source: who, when, where."""
    return "\n".join((say(item, family), *(f"- {source(fact)}" for fact in item.facts)))


def source(fact: Fact) -> str:
    """One source: how far it goes, its date, where it stands."""
    who = TRUST[fact.trust]
    dated = _("of {date}") if fact.seen_on != PAGES_READ else _("read {date}")
    said = f"{who}, {dated.format(date=fact.seen_on)}: {fact.where}"
    if fact.inferred:
        said = _("{said} (our reading)").format(said=said)
    return f"{said}. {_(fact.note)}" if fact.note else said
