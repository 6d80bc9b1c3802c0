"""The serial number on the display: what the keys cost stands before the keys, always."""

from typing import Final

from pi.guide.facts import Costs, Fact, Item, ItemKind, Trust
from pi.radio.head_unit import HeadUnit, SerialDisplay
from pi.radio.provenance import Sources

DEAREST_LAST: Final = (Costs.FREE, Costs.UNKNOWN, Costs.TRIES)


def display_items(
    head_unit: HeadUnit | None, of_make: tuple[Item, ...], general: tuple[Item, ...]
) -> tuple[Item, ...]:
    """How the display shows the serial number, the cheapest way first; empty where none is known.

    A head unit's own ways rule; without one, those that were seen on the make.
    """
    others = tuple(item for item in of_make if item.kind is not ItemKind.KEYS)
    ways: list[tuple[Item, tuple[Item, ...]]]
    if head_unit is None:
        ways = [(item, ()) for item in of_make if item.kind is ItemKind.KEYS]
    else:
        ways = [_way(at, display) for at, display in enumerate(head_unit.serial.displays)]
    if not ways:
        return ()
    ways.sort(key=lambda way: DEAREST_LAST.index(_costs(way[0])))
    shown = [each for keys, notes in ways for each in (_cost(keys), keys, *notes)]
    first = tuple(item for item in general if item.kind is ItemKind.CAUTION)
    last = tuple(item for item in general if item.kind is not ItemKind.CAUTION)
    return (*first, *shown, *others, *last)


def label_items(head_unit: HeadUnit | None) -> tuple[Item, ...]:
    """Where the family's label stands, and what is known of it."""
    if head_unit is None:
        return ()
    facts = facts_from(head_unit.serial.sources)
    texts = (*head_unit.serial.places, *head_unit.serial.notes)
    return tuple(Item(kind=ItemKind.LABEL, says=text, facts=facts) for text in texts)


def facts_from(sources: Sources) -> tuple[Fact, ...]:
    """The sources of a head unit's rule as facts of the guide."""
    return tuple(
        Fact(
            trust=Trust(source.trust.value),
            where=source.where,
            note=source.note,
            inferred=source.inferred,
        )
        for source in sources
    )


def _way(at: int, display: SerialDisplay) -> tuple[Item, tuple[Item, ...]]:
    """A way of a head unit, and what is to be watched at it."""
    facts = facts_from(display.sources)
    keys = Item(
        kind=ItemKind.KEYS,
        says=display.how,
        facts=facts,
        costs=_cost_of(display),
        tries=display.tries,
        display=at,
        sure=any(fact.trust is not Trust.SELLER for fact in facts),
    )
    notes = (Item(kind=ItemKind.WATCH, says=note, facts=facts) for note in display.notes)
    return keys, tuple(notes)


def _cost_of(display: SerialDisplay) -> Costs:
    if display.costs_attempts is None:
        return Costs.UNKNOWN
    return Costs.TRIES if display.costs_attempts else Costs.FREE


def _costs(keys: Item) -> Costs:
    return keys.costs or Costs.UNKNOWN


def _cost(keys: Item) -> Item:
    """The item that stands before the keys: a surface puts it into its own sentence."""
    return Item(
        kind=ItemKind.COST,
        facts=keys.facts,
        make=keys.make,
        costs=_costs(keys),
        tries=keys.tries,
        display=keys.display,
        sure=keys.sure,
    )
