"""``steadyhand copy`` and ``import``: the code on a reliable medium, and back from one."""

import io
import signal
import sys
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
from argon2.low_level import hash_secret_raw
from msgspec.structs import replace
from pykeepass import PyKeePass, create_database

from pi.copies import keepass
from pi.copies.contents import Kept
from pi.service.protocol.commands import NewVehicle
from tests.blackbox.places import set_up
from tests.blackbox.processes import COMMAND
from tests.blackbox.terminal import ADOPT, Terminal, on_terminal, terminal
from tests.pi.copies.zbar import HALVES, Cell, needs_zbar, picture, read
from tests.pi.service.driving import FORD
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI
from tests.tui.desk import Desk

CARD, KEEPASS = (("copy", what, "--passphrase-stdin") for what in ("card", "keepass"))
SECRET = PASSPHRASE.replace("winter", "summer")  # the file's, not the vault's
TYPED = f"{PASSPHRASE}\n{SECRET}\n"


_derived = cache(hash_secret_raw)


@pytest.fixture(autouse=True)
def cheap_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files whose keys are derived at a low cost, as each file records it.

    The library begins each from one template, whose own cost is paid once.
    """
    monkeypatch.setattr(keepass, "MEMORY_KIB", 64)
    monkeypatch.setattr(keepass, "PASSES", 1)
    monkeypatch.setattr("argon2.low_level.hash_secret_raw", _derived)


def test_a_card_has_the_code_the_keys_and_what_a_lockout_asks(kept: Desk) -> None:
    kept.says(*CARD, "card.txt", "--vehicle", "1")
    said = " ".join((kept.directory / "card.txt").read_text("utf-8").split())
    wanted = (
        QASHQAI.name,
        QASHQAI.serial,
        "Press key 1: 3 times. The display then shows 3000.",
        "Hold 6 until the radio answers",
        "The longest wait known is 90 minutes.",
        "touch no key, until it asks again.",
    )
    assert [line for line in wanted if line not in said] == []


def test_every_form_of_a_card_is_written_once_and_its_owners_alone(kept: Desk) -> None:
    for form in ("pdf", "svg", "txt", "TXT"):
        assert kept.says(*CARD, f"card.{form}").startswith(
            f"{FORD.name} (vehicle 3): card.{form}: written and checked. Anyone can read it: "
            "print it at its own size (100 %), delete it, and keep the card out of the car.\n"
        )
        assert (kept.directory / f"card.{form}").stat().st_mode & 0o777 == 0o600
    assert kept.fails(2, *CARD, "card") == "card: a card's file ends in .pdf, .svg or .txt."
    (kept.directory / "card.txt").write_text("mine")
    kept.fails(2, *CARD, "card.txt")
    assert (kept.directory / "card.txt").read_text() == "mine"


def test_a_card_beside_the_store_counts_once_its_owner_took_it_away(kept: Desk) -> None:
    assert kept.fails(3, "copy", "taken", "card")
    then = "Take it off, then run: steadyhand copy taken card\n"
    assert kept.says(*CARD, "card.txt").endswith(then)
    assert kept.says("copy", "taken", "card") == "Noted: a copy lies off this card.\n"


def test_without_a_code_there_is_nothing_to_copy(desk: Desk) -> None:
    set_up(desk, NewVehicle(name="Van", head_unit="opel-safe", code_is_lost=True))
    none = "No code is kept here yet, so there is nothing to copy. Enter it first."
    assert desk.fails(3, *CARD, "card.txt") == none
    assert desk.fails(3, *KEEPASS, "radio.kdbx", typed=TYPED) == none
    assert list(desk.directory.glob("[!s]*.*")) == []


def copied(desk: Desk, file: str, *arguments: str, typed: str = TYPED) -> str:
    done = desk.run(*KEEPASS, file, *arguments, typed=typed)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def codes(file: Path) -> list[tuple[str, str]]:
    return [(one.title, one.password) for one in PyKeePass(str(file), password=SECRET).entries]


def test_every_vehicle_or_one_alone_is_in_the_file_checked_and_remembered(kept: Desk) -> None:
    name = "ra\x1b[2Jdio.kdbx"
    said = copied(kept, name)
    assert said.startswith(
        "ra [2Jdio.kdbx: written and checked, 3 vehicles. "
        "Keep it somewhere reliable, not in the car.\n"
    )
    secrets = (QASHQAI.code, QASHQAI.name, SECRET, PASSPHRASE)
    assert [text for text in secrets if text in said] == []
    wanted = [(one.name, one.code) for one in (QASHQAI, CORSA, FORD)]
    assert codes(kept.directory / name) == wanted
    assert kept.copies_noted() == 3
    said = copied(kept, "radio.kdbx", "--vehicle", CORSA.name)
    assert said.startswith(f"{CORSA.name} (vehicle 2): radio.kdbx: written and checked, 1 ")
    assert codes(kept.directory / "radio.kdbx") == [(CORSA.name, CORSA.code)]


def test_a_vehicle_without_a_code_is_left_out_and_that_is_said(desk: Desk) -> None:
    set_up(desk, CORSA, NewVehicle(name="Patrol", head_unit="nissan-secure"))
    said = copied(desk, "radio.kdbx")
    assert "steadyhand: 1 vehicle has no code here and is left out.\n" in said
    said = desk.fails(3, *KEEPASS, "other.kdbx", "--vehicle", "Patrol", typed=TYPED)
    assert said == "This radio takes no code from its owner, so there is nothing to copy."


def test_without_a_fit_place_or_password_nothing_is_written(kept: Desk, tmp_path: Path) -> None:
    """The place is looked at before anything is asked."""
    for name, typed, said in (
        (".", "", ". is a directory. Give the name of a file in it."),
        ("nowhere/a.kdbx", "", "nowhere/a.kdbx: there is no such directory. Make it first."),
        ("/dev/null", "", "/dev/null is no file but a pipe or a device. Give another name."),
        ("a.kdbx", "not those words\nx\n", "That does not open it. Try again."),
        (
            "a.kdbx",
            f"{PASSPHRASE}\n\n",
            "The file needs a password of its own. Nothing was written.",
        ),
        (
            "a.kdbx",
            f"{PIN}\n{PIN}\n",
            "Never the PIN: whoever has the file can try them all. Choose a passphrase.",
        ),
    ):
        assert kept.fails(2, *KEEPASS, name, typed=typed) == said
    assert list(kept.directory.iterdir()) == [kept.state]
    file = Path("/dev/shm") / f"steadyhand-{tmp_path.parent.name}-{tmp_path.name}.kdbx"
    try:
        told = copied(kept, str(file), typed=f"{PASSPHRASE}\nqashqai\n")
    finally:
        file.unlink(missing_ok=True)
    assert f"{file} is gone at the next boot. Take it elsewhere before that." in told
    assert "steadyhand: This password is weak" in told  # and still the owner's choice


def test_a_file_that_is_there_is_replaced_where_its_owner_says_so(kept: Desk) -> None:
    file = kept.directory / "radio.kdbx"
    file.write_text("mine")
    assert kept.fails(2, *KEEPASS, file.name, typed=TYPED) == (
        "radio.kdbx is there already and was left alone. Another name, or --replace."
    )
    asked = kept.person("copy", "keepass", file.name, answers=["n"])
    assert (asked.returncode, file.read_text()) == (2, "mine")
    assert "radio.kdbx is there already. Replace it? [y/N]" in asked.stderr
    kept.person("copy", "keepass", file.name, answers=["y", PASSPHRASE, SECRET, SECRET])
    assert len(codes(file)) == 3
    file.write_text("mine")
    copied(kept, file.name, "--replace")
    assert len(codes(file)) == 3


def test_a_person_types_the_password_twice_and_never_sees_it(kept: Desk) -> None:
    done = kept.person("copy", "keepass", "a.kdbx", answers=[PASSPHRASE, SECRET, f"{SECRET}!"])
    assert "They differ. Type the second again?" in done.stderr
    assert (done.returncode, SECRET in done.stderr) == (3, False)
    assert "--passphrase-stdin" in kept.fails(2, "copy", "keepass", "a.kdbx", typed=TYPED)
    said = kept.fails(3, "copy", "qr", "--passphrase-stdin")
    assert said == "Screens need a terminal. Use: steadyhand status"
    assert list(kept.directory.iterdir()) == [kept.state]


BELOW = "Read it with your phone."
ASKED = "Does your phone show the code"
GREY = {"000000": 0, "ffffff": 255}  # of the palette's fixed part; what has none of it is dark
QR = [sys.executable, "-c", f"{ADOPT}{COMMAND}", "copy", "qr"]


@pytest.fixture
def served(kept: Desk) -> Desk:
    """Three vehicles, and a service that a command on a terminal finds."""
    kept.serve()
    return kept


def unlocks(screen: Terminal, until: str = BELOW) -> None:
    screen.shows("PIN or passphrase")
    screen.types(f"{PASSPHRASE}\r")
    screen.shows(until)


def photo(screen: Terminal, place: Path) -> Path:
    cells: list[list[Cell]] = [
        [
            (sign if sign in HALVES else " ", GREY.get(ink, 60), GREY.get(ground, 60))
            for sign, ink, ground in line
        ]
        for line in screen.cells()
    ]
    return picture(cells, place)


@needs_zbar
def test_a_phone_reads_off_a_dark_terminal_the_smallest_too(served: Desk, tmp_path: Path) -> None:
    with terminal(served, "copy", "qr", "--vehicle", "1") as screen:
        unlocks(screen)
        assert read(photo(screen, tmp_path)).splitlines() == [
            QASHQAI.name,
            "Nissan, display asks Radio Code:",
            f"Radio code: {QASHQAI.code}",
            f"Serial number: {QASHQAI.serial}",
        ]
    smallest = [*QR, "--vehicle", "2"]
    with on_terminal(served, smallest, columns=40, lines=16, TERM="xterm-256color") as screen:
        unlocks(screen)
        assert read(photo(screen, tmp_path)) == f"Radio code: {CORSA.code}"


@pytest.mark.parametrize(
    ("key", "answer", "copies"),
    [(" ", "y", 1), ("\x03", "n", 0), ("\x1a", "\r", 0), ("\x1c", "\x03", 0)],
)
def test_any_key_wipes_it_and_it_counts_once_the_phone_has_it(
    served: Desk, key: str, answer: str, copies: int
) -> None:
    """Drawn on the terminal's second page, which keeps nothing; keys that stop are keys too."""
    with terminal(served, "copy", "qr") as screen:
        unlocks(screen)
        screen.types(key)
        screen.shows(ASKED)
        assert "▀" not in screen.text
        before, _, after = screen.said.decode().partition("\x1b[?1049h")
        on_it, _, behind = after.rpartition("\x1b[?1049l")
        assert ["▀" in part for part in (before, on_it, behind)] == [False, True, False]
        assert on_it.endswith("\x1b[2J\x1b[H")
        screen.types(answer)
        assert screen.ends() == 0
    assert served.copies_noted() == copies


def test_its_time_or_an_order_to_end_wipes_it_and_without_the_room_it_is_told(served: Desk) -> None:
    with terminal(served, "copy", "qr", "--seconds", "0") as screen:
        unlocks(screen, until=ASKED)
        assert ("▀" in screen.said.decode(), "▀" in screen.text) == (True, False)
    with terminal(served, "copy", "qr") as screen:
        unlocks(screen)
        screen.process.send_signal(signal.SIGTERM)
        assert (screen.ends(), "▀" in screen.text) == (3, False)
    with on_terminal(served, QR, columns=28, lines=24, TERM="xterm-256color") as screen:
        unlocks(screen, until="28x24")
        assert (screen.ends(), "is too small" in screen.said.decode()) == (3, True)


OURS = Kept(
    number=1,
    **{
        each: getattr(QASHQAI, each)
        for each in ("name", "code", "head_unit", "serial", "plate", "source")
    },
)


@pytest.fixture
def corsa(desk: Desk) -> Desk:
    set_up(desk, CORSA)
    return desk


def written(desk: Desk, *vehicles: Kept) -> Path:
    path = desk.directory / "radio.kdbx"
    path.write_bytes(keepass.written(vehicles or (OURS,), SECRET, "Radio codes"))
    return path


def taken_over(
    desk: Desk, file: str = "radio.kdbx", *arguments: str, password: str = SECRET
) -> tuple[int, str]:
    """The status of an import, and all that is said."""
    typed = f"{PASSPHRASE}\n{password}\n"
    done = desk.run("import", "keepass", file, *arguments, "--passphrase-stdin", typed=typed)
    return done.returncode, done.stdout + done.stderr.removeprefix("steadyhand: ")


def test_a_file_of_ours_is_taken_over_but_for_what_is_here_already(corsa: Desk) -> None:
    written(corsa, replace(OURS, plate="RD61\u200bKX\u202eM"), replace(OURS, name=CORSA.name))
    status, said = taken_over(corsa)
    assert (status, said.startswith("1 vehicle added.\n")) == (0, True)
    assert corsa.shows(QASHQAI.name).splitlines()[1:] == [
        "radio: nissan-radio-code",
        f"code: {QASHQAI.code}",
        f"serial number: {QASHQAI.serial}",
        "plate: RD61KXM",  # without marks that nobody sees
        f"source: {QASHQAI.source}",
    ]
    assert f"code: {CORSA.code}\n" in corsa.shows(CORSA.name)


def test_a_file_made_by_hand_is_read_as_its_owner_says(corsa: Desk) -> None:
    database = create_database(io.BytesIO(), password=SECRET)
    keepass._derive_with_argon2id(database)
    made = database.add_entry(database.root_group, "Focus", "me", "not the code")
    made.set_custom_property("Radio", "0470")
    made.set_custom_property("Label", "M123456")
    database.save(str(corsa.directory / "own.kdbx"))
    said = ("--code-in", "Radio", "--serial-in", "Label", "--head-unit", "ford-6000cd")
    assert taken_over(corsa, "own.kdbx", *said) == (0, "1 vehicle added.\n")
    assert "code: 0470\nserial number: M123456\n" in corsa.shows("Focus")


def test_one_bad_entry_leaves_nothing_half_done(corsa: Desk) -> None:
    other = replace(OURS, name="Other")
    for second, said in (
        (replace(other, code="37"), "Other: This radio's code has 4 digits."),
        (replace(other, plate="x" * 201), "Other: plate can't be taken: too long. Nothing was"),
        (replace(other, serial="x" * 100_000), "Other: serial can't be taken: too long. Nothing"),
    ):
        written(corsa, OURS, second)
        status, line = taken_over(corsa)
        assert (status, line.startswith(said), line.count("\n")) == (2, True, 1)
        assert corsa.shows(QASHQAI.name) == ""
    assert taken_over(corsa, "radio.kdbx", "--entry", OURS.name) == (0, "1 vehicle added.\n")


def test_what_is_no_readable_file_is_told_in_one_line(corsa: Desk) -> None:
    whole = written(corsa).read_bytes()
    signature = whole[:8]
    for content, said in (
        (b"", "is no KeePass file."),
        (signature + b"\x01\x00\x03\x00" + b"x" * 99, "older KeePass format"),
        (signature + b"\x00\x00\x04\x00" + b"x" * 99, "is damaged."),
        (whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:], "is damaged. Take another copy;"),
    ):
        (corsa.directory / "radio.kdbx").write_bytes(content)
        status, line = taken_over(corsa)
        assert (status, said in line, line.count("\n")) == (2, True, 1)
    for name in ("nothing.kdbx", "."):
        said = f"{name}: there is no such file. Nothing was added.\n"
        assert taken_over(corsa, name) == (2, said)
    written(corsa)
    said = "radio.kdbx: that password does not open it. Try again.\n"
    assert taken_over(corsa, password="not that") == (2, said)


def test_of_more_entries_than_a_hundred_those_meant_have_to_be_named(corsa: Desk) -> None:
    opened = PyKeePass(str(written(corsa)), password=SECRET)
    (entry,) = opened.entries
    opened.root_group._element.extend(deepcopy(entry._element) for _ in range(100))
    opened.save(str(corsa.directory / "many.kdbx"))
    said = "many.kdbx holds 101 entries, more than 100. Name those meant with --entry.\n"
    assert taken_over(corsa, "many.kdbx") == (2, said)
