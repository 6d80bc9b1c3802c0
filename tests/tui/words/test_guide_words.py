"""The guide in words: what keys cost is said before them, who says so beside every fact."""

import pytest

from pi.finding.first_aid import first_aid
from pi.finding.guide import guide
from pi.finding.items import Costs, Fact, Item, ItemKind, Trust
from pi.finding.makes import makes
from pi.finding.road import KINDS, Situation
from tui.words import guide as words

LONGEST = 230  # characters of one item, place and date included


def item(kind: ItemKind, says: str = "", **more: object) -> Item:
    return Item(kind=kind, says=says, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("station", [*KINDS, "afterwards"])
def test_every_station_has_a_title(station: str) -> None:
    assert words.title(station) != station


@pytest.mark.parametrize("level", list(Trust))
def test_every_trust_has_its_word(level: Trust) -> None:
    assert words.trust(level)


def test_one_try_is_one() -> None:
    assert words.cost(Costs.TRIES, 1).startswith("The next keys cost 1 try:")


def test_tries_are_counted_and_named_the_last_resort() -> None:
    assert words.cost(Costs.TRIES, 3) == (
        "The next keys cost 3 tries: as many wrong codes, and then the lockout clock runs. "
        "Last resort."
    )


def test_an_unknown_cost_is_not_called_free() -> None:
    assert words.cost(None) == words.cost(Costs.UNKNOWN) != words.cost(Costs.FREE)


def test_what_only_sellers_claim_may_work() -> None:
    assert words.say(item(ItemKind.KEYS, "hold 1", sure=False)) == "It may work: Hold 1."


def test_keys_are_a_sentence() -> None:
    assert words.say(item(ItemKind.KEYS, "hold 1 and 6")) == "Hold 1 and 6."


def test_a_price_says_where_and_when() -> None:
    seen = item(ItemKind.PRICE, "GBP 25.", place="UK", year="2009")
    assert words.say(seen) == "GBP 25. (UK, 2009)"


def test_a_price_without_a_date_says_so() -> None:
    assert words.say(item(ItemKind.PRICE, "Free.", place="UK")) == "Free. (UK, date not said)"


def test_each_source_is_named_once_with_its_own_date() -> None:
    twice = Fact(trust=Trust.OWNER_REPORT, where="a page")
    dated = Fact(trust=Trust.MAKER, where="a manual", seen_on="2012")
    assert words.who_says((dated, twice, twice)) == "the maker, 2012; an owner"


def test_an_unknown_make_is_said_before_the_road() -> None:
    assert words.opening(guide(None, "Lada")) == (
        "Nothing is known of this make. This is the general road.",
    )


def test_a_known_make_that_asks_needs_no_opening() -> None:
    assert words.opening(guide(None, "Ford")) == ()


def test_no_code_and_locked_out_are_said_before_the_road() -> None:
    said = [words.opening(guide(None, "Ford", situation=s)) for s in list(Situation)[1:]]
    assert all(said)


@pytest.mark.parametrize("make", makes())
def test_every_item_of_a_make_is_short_and_printable(make: str) -> None:
    said = [words.say(item) for each in guide(None, make).stations for item in each.items]
    assert [text for text in said if not 0 < len(text) <= LONGEST or not text.isprintable()] == []


def test_first_aid_says_what_it_means_and_ends_with_what_not_to_do() -> None:
    said = words.help_for(first_aid("SAFE")[0])
    assert (said[0][:12], said[-1][:7]) == ("It may mean:", "Do not ")
