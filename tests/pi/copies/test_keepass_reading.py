"""A stranger's KeePass file costs no more than is said, and no less is read than is in it."""

from base64 import b64encode
from random import Random

import pytest

from pi.copies.contents import ReadProblem
from pi.copies.keepass import Found, KeepassReadError, entries
from tests.tools.fuzz.kdbx import (
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

PASSWORD = "five other winter roads"
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
AS_READ = (Found(title="Civic", fields={"Code": "0712"}),)


def made(content: bytes = CIVIC, cost: Cost | None = None, *, compressed: bool = True) -> Made:
    return Made(random=Random(7), password=PASSWORD, xml=content, cost=cost, compressed=compressed)


def problem(content: bytes) -> ReadProblem:
    with pytest.raises(KeepassReadError) as caught:
        entries(content, PASSWORD)
    return caught.value.problem


@pytest.mark.parametrize(
    "cost", [argon2(ARGON2ID, 64, 2, 2, SALT), argon2(ARGON2D, 64, 2, 1, SALT), AES]
)
@pytest.mark.parametrize("compressed", [True, False])
def test_a_file_with_any_usual_derivation_is_read(cost: Cost, compressed: bool) -> None:
    assert entries(made(cost=cost, compressed=compressed).file(), PASSWORD) == AS_READ


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
def test_a_derivation_that_makes_no_sense_or_is_not_said_whole_is_broken(
    change: Cost | str,
) -> None:
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
