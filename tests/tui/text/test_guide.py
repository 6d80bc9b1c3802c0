"""The guide and its letter: what keys cost is said before them, who says so beside every fact."""

from hypothesis import given
from hypothesis import strategies as st

from pi.guide.facts import Authority, Costs, Fact, Item, ItemKind, makes
from pi.guide.first_aid import first_aid
from pi.guide.guide import KINDS, Situation, guide
from pi.guide.letter import LONGEST, TEXTS, BadLetterError, Letter, LetterProblem, letter
from tui.text import guide as words
from tui.text.guide import BLANK, PAGE, WIDTH, bad_field, text

LONGEST_ITEM = 230  # characters, place and date included


def test_tries_are_counted_and_an_unknown_cost_is_not_called_free() -> None:
    assert words.cost(Costs.TRIES, 1).startswith("The next keys cost 1 try:")
    assert words.cost(Costs.TRIES, 3) == (
        "The next keys cost 3 tries: as many wrong codes, and then the lockout clock runs. "
        "Last resort."
    )
    assert words.cost(None) == words.cost(Costs.UNKNOWN) != words.cost(Costs.FREE)


def test_every_station_trust_refusal_and_first_aid_has_its_words() -> None:
    stations = [*KINDS, "afterwards"]
    assert [station for station in stations if words.station_title(station) == station] == []
    assert all(words.TRUST[level] for level in Authority)
    refusals = [bad_field(BadLetterError("car", problem)) for problem in LetterProblem]
    assert [one for one in refusals if not one or set(one) & set("\n{}")] == []
    said = words.help_for(first_aid("SAFE")[0])
    assert (said[0][:12], said[-1][:7]) == ("It may mean:", "Do not ")


def test_an_item_is_a_sentence_with_its_doubt_its_place_and_its_date() -> None:
    for item, said in (
        (Item(kind=ItemKind.KEYS, says="hold 1 and 6"), "Hold 1 and 6."),
        (Item(kind=ItemKind.KEYS, says="hold 1", sure=False), "It may work: Hold 1."),
        (Item(kind=ItemKind.PRICE, says="GBP 25.", place="UK", year="9"), "GBP 25. (UK, 9)"),
        (Item(kind=ItemKind.PRICE, says="Free.", place="UK"), "Free. (UK, date not said)"),
    ):
        assert words.say(item) == said
    twice = Fact(trust=Authority.OWNER_REPORT, where="a page")
    dated = Fact(trust=Authority.MAKER, where="a manual", seen_on="2012")
    assert words.who_says((dated, twice, twice)) == "the maker, 2012; an owner"


def test_what_changes_the_road_is_said_before_it() -> None:
    assert words.opening(guide(None, "Lada")) == (
        "Nothing is known of this make. This is the general road.",
    )
    assert words.opening(guide(None, "Ford")) == ()
    assert all(words.opening(guide(None, "Ford", situation=s)) for s in list(Situation)[1:])


def test_every_item_of_a_make_is_short_and_printable() -> None:
    for make in makes():
        items = (item for station in guide(None, make).stations for item in station.items)
        said = [words.say(item) for item in items]
        bad = [one for one in said if not 0 < len(one) <= LONGEST_ITEM or not one.isprintable()]
        assert (make, bad) == (make, [])


WORDS = st.text(st.characters(categories=("L", "P", "Zs")), max_size=LONGEST)
FILLED = st.dictionaries(st.sampled_from(TEXTS), WORDS)


@given(FILLED, st.one_of(st.none(), st.integers(0, 99)), st.sampled_from(["yes", "no", "unknown"]))
def test_a_letter_fits_a_page_whatever_is_filled_in(
    given: dict[str, str], tried: int | None, swapped: str
) -> None:
    more = {"swapped": swapped} | ({} if tried is None else {"tried": str(tried)})
    try:
        lines = text(letter(given | more)).splitlines()
    except BadLetterError:
        lines = []  # normalised it became too long
    assert len(lines) <= PAGE
    assert all(len(line) <= WIDTH for line in lines)


def test_what_is_known_stands_on_its_line_and_the_rest_is_blank() -> None:
    assert text(Letter()).count(BLANK) == 10
    lines = text(Letter(serial="BP 4471", tried=0, swapped=True)).splitlines()
    told = [line.split()[-1] for line in lines if line.startswith(("Serial", "Codes", "Radio"))]
    assert told == ["4471", "0", "yes"]
