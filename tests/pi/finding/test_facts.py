"""The guide's files: every fact has its source, and no page is linked that must not be."""

import re
from collections.abc import Iterator
from urllib.parse import urlparse

import pytest

from pi.guide.facts import DATA, FILES, Authority, File, ItemKind, read
from pi.guide.guide import KINDS
from pi.radio import provenance
from tests.pi.finding.hosts import MAY_BE_LINKED

ALL = ["road", "no_code", "afterwards", "first_aid", *(f"makes/{name}" for name in FILES)]
each_file = pytest.mark.parametrize("name", ALL)
YEARS = range(1950, 2050)
LONGEST = 190  # characters of one text
DATE = r"(19|20)\d\d(-(0[1-9]|1[0-2]))?"


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


def test_every_trust_of_a_head_units_rule_has_its_like_here() -> None:
    assert {t.value for t in provenance.Trust} | {"our_advice"} == {t.value for t in Authority}


def test_every_file_is_named_and_there() -> None:
    assert {path.stem for path in (DATA / "makes").glob("*.toml")} == set(FILES)
    assert {path.stem for path in DATA.glob("*.toml")} == {each for each in ALL if "/" not in each}


@each_file
def test_everything_said_rests_on_a_source_and_a_gap_on_nobody_else(name: str) -> None:
    file = read(name)
    said = (*file.items, *file.words)
    assert all(each.sources for each in said)
    assert {source for each in said for source in each.sources} == set(file.sources)
    gaps = [item for item in file.items if item.kind is ItemKind.UNKNOWN]
    assert {file.sources[s].trust for gap in gaps for s in gap.sources} <= {Authority.OUR_ADVICE}


@each_file
def test_every_source_says_where_and_when_and_links_only_what_may_be(name: str) -> None:
    """A seller's page is described and never linked; an address stands by itself."""
    for fact in read(name).sources.values():
        assert fact.where.strip()
        assert re.fullmatch(DATE, fact.seen_on), fact
        if "://" in fact.where:
            assert urlparse(fact.where).hostname in MAY_BE_LINKED
            assert " " not in fact.where
            assert "not linked" not in fact.where
            assert fact.trust is not Authority.SELLER
        else:
            assert like_codes(fact.where) == []
            assert fact.trust is not Authority.SELLER or "www." not in fact.where


@each_file
def test_every_text_is_short_printable_and_free_of_codes(name: str) -> None:
    read_by_people = list(texts(read(name)))
    assert [text for text in read_by_people if like_codes(text)] == []
    assert [t for t in read_by_people if len(t) > LONGEST or not t.isprintable()] == []
    said = [item.says for item in read(name).items]
    assert [text for text in said if not text.endswith((".", "?"))] == []


@each_file
def test_every_item_stands_at_a_station_for_makes_of_its_file(name: str) -> None:
    file = read(name)
    assert {item.at for item in file.items} <= {*KINDS, "afterwards"}
    named = {make for item in file.items for make in (*item.makes, *file.owner_chosen)}
    assert file.general or named | set(file.stored_by_maker) <= set(
        FILES.get(name.removeprefix("makes/"), ())
    )


@each_file
def test_only_keys_say_what_they_cost_and_all_of_them_do(name: str) -> None:
    odd = [i.says for i in read(name).items if (i.kind is ItemKind.KEYS) != (i.costs is not None)]
    assert odd == []
