"""The guide to a lost code in words. The texts of its facts come from their files."""

from typing import Final

from pi.guide.facts import PAGES_READ, Costs, Fact, Item, ItemKind, Trust
from pi.guide.first_aid import FirstAid
from pi.guide.guide import Guide
from pi.guide.road import Situation
from tui.text.language import _, _n

FULL_STOPS: Final = (".", "!", "?")


def title(station: str) -> str:
    """What a station is called, by its id."""
    titles = {
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


def opening(guide: Guide) -> tuple[str, ...]:
    """What is said before the first station."""
    said = []
    if guide.situation is Situation.NO_CODE:
        said.append(_("This radio takes no code, so there is none to find. This is who helps:"))
    elif guide.situation is Situation.LOCKED_OUT:
        said.append(_("The tries are used up: see a specialist first. A code may no longer help."))
    if not guide.make_known and guide.make:
        said.append(_("Nothing is known of this make. This is the general road."))
    elif not guide.make_known:
        said.append(_("No make was named. This is the general road."))
    return tuple(said)


def say(item: Item) -> str:
    """One item, as a sentence or two."""
    if item.kind is ItemKind.COST:
        return cost(item.costs, item.tries)
    text = _sentence(_(item.says))
    if item.kind is ItemKind.KEYS and not item.sure:
        text = _("It may work: {text}").format(text=text)
    where = ", ".join(each for each in (_(item.place) if item.place else "", dated(item)) if each)
    return f"{text} ({where})" if where else text


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
        who = trust(fact.trust)
        dated = fact.seen_on != PAGES_READ
        said.append(_("{who}, {date}").format(who=who, date=fact.seen_on) if dated else who)
    return "; ".join(dict.fromkeys(said))


def trust(level: Trust) -> str:
    """Who stands behind a fact."""
    return {
        Trust.MAKER: _("the maker"),
        Trust.MAKER_QUOTED: _("the maker, as others quote it"),
        Trust.TRADE: _("trade or press"),
        Trust.SELLER: _("a code seller"),
        Trust.OWNER_REPORT: _("an owner"),
        Trust.OWNER: _("your own file"),
        Trust.OUR_ADVICE: _("our advice"),
    }[level]


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


def word_not_known() -> str:
    """No first aid for what the display shows."""
    return _("Nothing is known of what your display shows. Read it again, letter by letter.")


def sources_elsewhere() -> str:
    """Below the printed road."""
    return _("Each source with its page and date: steadyhand guide --json")


def unknown_make(near: tuple[str, ...]) -> str:
    """A make that nothing knows. What was typed is not repeated."""
    if not near:
        return _("That make is not known. Without --make you get the general road.")
    return _("That make is not known. Nearest: {near}.").format(near=", ".join(near))


def _sentence(text: str) -> str:
    """A head unit's short text as a sentence."""
    whole = text[:1].upper() + text[1:]
    return whole if not whole or whole.endswith(FULL_STOPS) else f"{whole}."
