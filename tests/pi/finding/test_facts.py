"""The guide's files: every fact has its source, and no page is linked that must not be."""

import re
from collections.abc import Iterator
from urllib.parse import urlparse

import pytest

from pi.finding.items import Fact, ItemKind, Trust
from pi.finding.makes import FILES
from pi.finding.reading import DATA, File, read
from pi.finding.road import KINDS
from pi.radio import provenance

ALL = ["road", "no_code", "afterwards", "first_aid", *(f"makes/{name}" for name in FILES)]
FILE = pytest.mark.parametrize("name", ALL)
YEARS = range(1950, 2050)
LONGEST = 190  # characters of one text
DATE = r"(19|20)\d\d(-(0[1-9]|1[0-2]))?"

# Read, and free of codes, derivations and work-arounds. A page that is not here is described.
MAY_BE_LINKED = {
    "1stbenz.github.io",
    "acurazine.com",
    "autorepair.about.com",
    "automotivetechinfo.com",
    "boards.straightdope.com",
    "brickboard.com",
    "carparts.com",
    "clubjazz.org",
    "columbusacura.wordpress.com",
    "coventrywest.com",
    "customercare.hyundai.com.au",
    "e-com.wiki",
    "beforeyou-sign.com",
    "eunos.com.au",
    "fixfault.com",
    "frenchcarforum.co.uk",
    "gerstelblog.de",
    "getjerry.com",
    "honestjohn.co.uk",
    "info.5y1.org",
    "landroverforums.com",
    "libble.de",
    "logonloans.com",
    "old.wp-clan.de",
    "online.documentine.com",
    "onlinecarrepairmanuals.com",
    "takeshi-kun.com",
    "vw-resto.de",
    "4x4extremesports.com",
    "www.askmehelpdesk.com",
    "www.audifans.com",
    "www.autoguidegalaxy.com",
    "www.automotiveforums.com",
    "www.bimmerwerkz.com",
    "www.bmw-forums.net",
    "www.brickboard.com",
    "www.briskoda.net",
    "www.buffaloscoop.com",
    "www.carkb.com",
    "www.crossfireforum.org",
    "www.ehow.com",
    "www.evilution.co.uk",
    "www.honestjohn.co.uk",
    "www.koalamotorsport.com",
    "www.mcoupe.com",
    "www.mitsubishi-forums.com",
    "www.note-forum.de",
    "www.pairlist.net",
    "www.peugeotdiesel.com",
    "www.pressreader.com",
    "www.quechoisir.org",
    "www.saabtechtalk.com",
    "www.searchautoparts.com",
    "www.smartcarspecialist.com",
    "www.theanswerbank.co.uk",
    "www.usedhondatoronto.ca",
}


def texts(file: File) -> Iterator[str]:
    """Every text that a person reads."""
    for item in file.items:
        yield from (item.says, item.place)
    for word in file.words:
        yield from (word.may_mean, *word.do, word.never, *word.shows)
    yield from (fact.note for fact in file.sources.values())


def like_codes(text: str) -> list[str]:
    """Runs of four to six digits that are no year."""
    runs = re.findall(r"(?<!\d)\d{4,6}(?!\d)", text)
    return [run for run in runs if int(run) not in YEARS]


def facts(name: str) -> list[Fact]:
    return list(read(name).sources.values())


def test_every_trust_of_a_head_units_rule_has_its_like_here() -> None:
    assert {each.value for each in provenance.Trust} | {"our_advice"} == {t.value for t in Trust}


def test_every_file_of_a_make_is_named_and_there() -> None:
    assert {path.stem for path in (DATA / "makes").glob("*.toml")} == set(FILES)


def test_every_general_file_is_there() -> None:
    assert {path.stem for path in DATA.glob("*.toml")} == {each for each in ALL if "/" not in each}


@FILE
def test_every_item_rests_on_a_source(name: str) -> None:
    file = read(name)
    assert all(each.sources for each in (*file.items, *file.words))


@FILE
def test_every_source_is_there_and_used(name: str) -> None:
    file = read(name)
    used = {source for each in (*file.items, *file.words) for source in each.sources}
    assert used == set(file.sources)


@FILE
def test_every_source_says_where_and_when(name: str) -> None:
    assert [fact for fact in facts(name) if not fact.where.strip()] == []
    assert [fact.seen_on for fact in facts(name) if not re.fullmatch(DATE, fact.seen_on)] == []


@FILE
def test_only_pages_that_may_be_linked_are_linked(name: str) -> None:
    hosts = {urlparse(fact.where).hostname for fact in facts(name) if "://" in fact.where}
    assert hosts - MAY_BE_LINKED == set()


@FILE
def test_a_sellers_page_is_described_and_never_linked(name: str) -> None:
    sellers = [fact for fact in facts(name) if fact.trust is Trust.SELLER]
    assert [fact.where for fact in sellers if "://" in fact.where or "www." in fact.where] == []


@FILE
def test_an_address_stands_by_itself_and_a_described_page_has_none(name: str) -> None:
    linked = [fact.where for fact in facts(name) if "://" in fact.where]
    assert [where for where in linked if " " in where or "not linked" in where] == []


@FILE
def test_no_text_holds_what_looks_like_a_code(name: str) -> None:
    assert [text for text in texts(read(name)) if like_codes(text)] == []


@FILE
def test_no_described_source_holds_what_looks_like_a_code(name: str) -> None:
    described = [fact.where for fact in facts(name) if "://" not in fact.where]
    assert [where for where in described if like_codes(where)] == []


@FILE
def test_every_text_is_short_and_printable(name: str) -> None:
    assert [t for t in texts(read(name)) if len(t) > LONGEST or not t.isprintable()] == []


@FILE
def test_every_sentence_ends(name: str) -> None:
    said = [item.says for item in read(name).items]
    assert [text for text in said if not text.endswith((".", "?"))] == []


@FILE
def test_every_item_stands_at_a_station(name: str) -> None:
    assert {item.at for item in read(name).items} <= {*KINDS, "afterwards"}


@FILE
def test_only_keys_say_what_they_cost_and_all_of_them_do(name: str) -> None:
    odd = [i.says for i in read(name).items if (i.kind is ItemKind.KEYS) != (i.costs is not None)]
    assert odd == []


@FILE
def test_every_item_is_for_makes_of_its_file(name: str) -> None:
    file = read(name)
    named = {make for item in file.items for make in (*item.makes, *file.owner_chosen)}
    assert file.general or named | set(file.stored_by_maker) <= set(
        FILES.get(name.removeprefix("makes/"), ())
    )


@FILE
def test_a_gap_rests_on_nobody_else(name: str) -> None:
    file = read(name)
    gaps = [item for item in file.items if item.kind is ItemKind.UNKNOWN]
    assert {file.sources[s].trust for gap in gaps for s in gap.sources} <= {Trust.OUR_ADVICE}
