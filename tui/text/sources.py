"""Who says so: each source of what the guide tells, when and where."""

from pi.guide.facts import PAGES_READ, Fact, Item
from tui.text import guide as facts
from tui.text.language import _


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
