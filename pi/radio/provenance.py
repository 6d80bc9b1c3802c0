"""Where a rule comes from, and how far it can be trusted."""

from enum import StrEnum

from msgspec import Struct


class Trust(StrEnum):
    """Who says so, from the best to the least."""

    MAKER = "maker"  # the maker's own text, read
    MAKER_QUOTED = "maker_quoted"  # the maker's text as told by someone else
    TRADE = "trade"  # a workshop, a technician, the trade press
    SELLER = "seller"  # someone who sells codes: has an interest
    OWNER_REPORT = "owner_report"  # one owner's experience
    OWNER = "owner"  # this owner's own description of this radio


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One source of one rule.

    ``where`` is an address or, where the page also carries what this project does not pass on,
    a description of it. ``inferred`` marks our own reading of the source: nobody wrote it down.
    """

    trust: Trust
    where: str
    note: str = ""
    inferred: bool = False


Sources = tuple[Source, ...]


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A part of a head unit that names its sources. An empty list means: nobody says so."""

    sources: Sources = ()
    notes: tuple[str, ...] = ()
