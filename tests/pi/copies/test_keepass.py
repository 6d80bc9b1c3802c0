"""The KeePass file, as KeePassXC itself reads it, and what a file of a stranger may cost."""

import io
import shutil
import subprocess
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pykeepass import PyKeePass
from pykeepass.exceptions import CredentialsError

from pi.copies import keepass
from pi.copies.contents import Kept, ReadProblem, clean
from pi.copies.keepass import FoundEntry, KeepassReadError, entries, holds, written
from tests.tools.fuzz.keepass import (
    AES_KDF,
    ARGON2D,
    ARGON2ID,
    BYTES,
    U64,
    Cost,
    Made,
    argon2,
    number,
)

PASSWORD = "four quiet winter roads"
needs_keepassxc = pytest.mark.skipif(
    shutil.which("keepassxc-cli") is None, reason="no keepassxc-cli here (package keepassxc)"
)
QASHQAI = Kept(
    number=1,
    name="Grey\x07 Qashqai <&>\n",
    code="0712",
    head_unit="nissan-radio-code",
    radio='Nissan "Radio Code:"',
    serial="BP538291604417",
    plate="RD61 KXM",
    source="card in the handbook",
    keys=("Leave key 1 alone.", "Press key 2: 7 times."),
    made="2026-11-24",
)
CORSA = Kept(number=2, name="Red Corsa 🚗", code="4096")


def keepassxc(*arguments: str | Path, typed: str = PASSWORD) -> "subprocess.CompletedProcess[str]":
    """What KeePassXC's own command says, which knows nothing of how our files are written."""
    return subprocess.run(
        ["keepassxc-cli", *map(str, arguments)],
        input=typed + "\n",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def content() -> bytes:
    """A file with two vehicles that is opened at little cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keepass, "MEMORY_KIB", 64)
        patch.setattr(keepass, "PASSES", 1)
        return written((QASHQAI, CORSA), PASSWORD, "Radio codes")


@pytest.fixture
def file(content: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "radio.kdbx"
    path.write_bytes(content)
    return path


@needs_keepassxc
def test_keepassxc_lists_a_vehicle_an_entry_and_masks_what_spells_the_code(file: Path) -> None:
    listed = keepassxc("ls", "-q", file).stdout.split("\n")
    assert listed == ["Grey Qashqai <&>", "Red Corsa 🚗", ""]
    said = keepassxc("show", "-q", "--all", file, listed[0]).stdout
    masked = [line for line in said.splitlines() if line.endswith(": PROTECTED")]
    assert masked == ["Password: PROTECTED", "Code: PROTECTED", "Keys: PROTECTED"]
    assert keepassxc("ls", "-q", file, typed="not those words").returncode == 1


@needs_keepassxc
def test_keepassxc_shows_all_that_belongs_to_the_vehicle(file: Path) -> None:
    names = ("Code", "Password", "Serial number", "Head unit", "Radio", "Plate", "Source", "Made")
    asked = [word for name in (*names, "Keys") for word in ("-a", name)]
    assert keepassxc("show", "-q", "-s", *asked, file, "Grey Qashqai <&>").stdout == (
        '0712\n0712\nBP538291604417\nnissan-radio-code\nNissan "Radio Code:"\nRD61 KXM\n'
        "card in the handbook\n2026-11-24\n1. Leave key 1 alone.\n2. Press key 2: 7 times.\n"
    )


@needs_keepassxc
def test_the_file_is_opened_with_argon2id_and_with_a_phones_memory(tmp_path: Path) -> None:
    (tmp_path / "dear.kdbx").write_bytes(written((CORSA,), PASSWORD, "Radio codes"))
    said = keepassxc("db-info", "-q", tmp_path / "dear.kdbx").stdout
    assert "KDF: Argon2id (8 rounds, 65536 KB)" in said


def test_what_was_written_is_what_is_read_back_and_nothing_else(content: bytes) -> None:
    assert holds(content, (QASHQAI, CORSA), PASSWORD)
    for others in ((QASHQAI,), (CORSA, QASHQAI), (QASHQAI, Kept(number=2, name="", code="4096"))):
        assert not holds(content, others, PASSWORD)
    with pytest.raises(CredentialsError):
        holds(content, (QASHQAI, CORSA), PASSWORD + " ")


def test_nothing_in_the_file_tells_the_machine_moment_template_or_a_secret(content: bytes) -> None:
    """A uuid1 holds the network card's address and the time; a uuid4 is a roll of the dice."""
    opened = PyKeePass(io.BytesIO(content), password=PASSWORD)
    every = [*opened.entries, *opened.groups]
    begun = datetime(2021, 1, 1, tzinfo=UTC)
    assert {one.uuid.version for one in every} == {4}
    assert [one.ctime for one in every if one.ctime < begun] == []
    assert [text for text in (b"0712", b"Qashqai", b"BP538291604417") if text in content] == []
    assert repr(QASHQAI) == "Kept(1, ★)"


def test_control_characters_go_and_line_ends_become_blanks() -> None:
    assert clean("Grey\x07 Qash\nqai\x1b[2J\t1\ud800\ufffe ") == "Grey Qash qai[2J 1"
    assert clean("a\u202eb\u2066c\u200f") == "abc"  # what would turn the order of letters


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_whatever_the_text_it_can_stand_in_a_keepass_file(text: str) -> None:
    element = etree.Element("Value")
    element.text = clean(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == clean(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], max_codepoint=0xFFFD), max_size=40))
def test_what_can_be_read_is_left_as_it_is(text: str) -> None:
    assert clean(text) == text


STRANGERS = "five other winter roads"
SALT = bytes(range(32))
AES: Cost = {"$UUID": (BYTES, AES_KDF), "S": (BYTES, SALT), "R": number(1000)}
GIB = 1024 * 1024  # in KiB
ENTRY = (
    "<Entry><UUID>{uuid}</UUID><String><Key>Title</Key><Value>{title}</Value></String>"
    "<String><Key>Code</Key><Value>0712</Value></String></Entry>"
)


def xml(inside: str, before: str = "") -> bytes:
    uuid = b64encode(b"g" * 16).decode()
    group = f"<Group><UUID>{uuid}</UUID><Name>Radio</Name>{inside}</Group>"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{before}'
        f"<KeePassFile><Meta/><Root>{group}</Root></KeePassFile>"
    ).encode()


def entry(title: str) -> str:
    return ENTRY.format(uuid=b64encode(title.encode().ljust(16)[:16]).decode(), title=title)


CIVIC = xml(entry("Civic"))
AS_READ = (FoundEntry(title="Civic", fields={"Code": "0712"}),)


def made(content: bytes = CIVIC, cost: Cost | None = None, *, compressed: bool = True) -> Made:
    return Made(random=Random(7), password=STRANGERS, xml=content, cost=cost, compressed=compressed)


def problem(content: bytes) -> ReadProblem:
    with pytest.raises(KeepassReadError) as caught:
        entries(content, STRANGERS)
    return caught.value.problem


@pytest.mark.parametrize(
    "cost", [argon2(ARGON2ID, 64, 2, 2, SALT), argon2(ARGON2D, 64, 2, 1, SALT), AES]
)
@pytest.mark.parametrize("compressed", [True, False])
def test_a_file_with_any_usual_derivation_is_read(cost: Cost, compressed: bool) -> None:
    assert entries(made(cost=cost, compressed=compressed).file(), STRANGERS) == AS_READ


@pytest.mark.parametrize(
    "cost",
    [
        argon2(ARGON2ID, 4 * GIB, 1, 1, SALT),
        argon2(ARGON2D, 4 * GIB, 1, 1, SALT),
        argon2(ARGON2ID, 64, 10**9, 1, SALT),
        argon2(ARGON2ID, GIB, 1000, 1, SALT),
        argon2(ARGON2ID, 2**40, 2**60, 1, SALT),
        argon2(ARGON2ID, GIB, 1, 2**24 - 1, SALT),
        AES | {"R": number(10**9)},
        AES | {"R": number(2**64 - 1)},
    ],
)
def test_a_derivation_that_asks_for_too_much_is_refused_before_it_is_run(cost: Cost) -> None:
    """It would be told apart: once run, it is the password that does not fit."""
    assert problem(made(cost=cost).unsealed()) is ReadProblem.TOO_COSTLY


@pytest.mark.parametrize(
    "change",
    [
        {"M": number(0)},
        {"I": number(0)},
        {"M": (BYTES, b"much")},
        {"P": (BYTES, b"")},
        {"I": (0x0D, b"\xff" * 8)},  # -1
        {"$UUID": (BYTES, b"unknown")},
        {"$UUID": (U64, bytes(8))},
        *("$UUID", "M", "I", "P", "S", "V"),
    ],
)
def test_a_derivation_that_makes_no_sense_or_is_half_said_is_broken(change: Cost | str) -> None:
    cost = argon2(ARGON2ID, 8, 1, 1, SALT)
    if isinstance(change, str):
        del cost[change]
    else:
        cost |= change
    assert problem(made(cost=cost).unsealed()) is ReadProblem.BROKEN


@pytest.mark.parametrize(
    "content", [b" " * (80 << 20), b"<a>" + b"<b/>" * 4_100_000 + b"</a>"], ids=["long", "many"]
)
def test_a_file_that_grows_when_it_is_opened_is_too_large(content: bytes) -> None:
    file = made(content).file()
    assert len(file) < 1 << 20
    assert problem(file) is ReadProblem.TOO_LARGE


def test_neither_half_a_content_nor_one_that_reads_a_file_of_this_machine_is_taken() -> None:
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///proc/self/environ">]>'
    for content in (CIVIC[:-20], xml(entry("&x;"), outside)):
        assert problem(made(content).file()) is ReadProblem.BROKEN
