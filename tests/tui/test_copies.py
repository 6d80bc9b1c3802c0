"""``steadyhand copy`` and ``import``: the code on a reliable medium, and back from one."""

import io
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
from argon2.low_level import hash_secret_raw
from msgspec.structs import replace
from pykeepass import PyKeePass, create_database

from pi.copies import keepass
from pi.copies.kept import Kept
from pi.service.asks import NewVehicle
from tests.blackbox.places import set_up
from tests.blackbox.processes import COMMAND
from tests.blackbox.terminal import ADOPT, Terminal, on_terminal, terminal
from tests.pi.copies.keepassxc import keepassxc, needs_keepassxc
from tests.pi.copies.zbar import HALVES, Cell, needs_zbar, picture, read
from tests.pi.service.driving import FORD
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI
from tests.tui.desk import Desk

CARD, KEEPASS = (("copy", what, "--passphrase-stdin") for what in ("card", "keepass"))
SECRET = PASSPHRASE.replace("winter", "summer")  # the file's, not the vault's
TYPED = f"{PASSPHRASE}\n{SECRET}\n"
LOST = NewVehicle(name="Van", head_unit="opel-safe", code_is_lost=True)
TAKES_NONE = NewVehicle(name="Patrol", head_unit="nissan-secure")
NO_CODE = "No code is kept here yet, so there is nothing to copy. Enter it first."
THERE = "radio.kdbx is there already and was left alone. Another name, or --force."


_derived = cache(hash_secret_raw)


@pytest.fixture(autouse=True)
def cheap_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files whose keys are derived at a low cost, as each file records it.

    The library begins each from one template, whose own cost is paid once.
    """
    monkeypatch.setattr(keepass, "MEMORY_KIB", 64)
    monkeypatch.setattr(keepass, "PASSES", 1)
    monkeypatch.setattr("argon2.low_level.hash_secret_raw", _derived)


def files(desk: Desk) -> list[str]:
    """What lies in the owner's directory, the store left out."""
    return sorted(path.name for path in desk.directory.iterdir() if path != desk.state)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here (poppler-utils)")
def test_the_pdf_has_the_code_the_keys_and_what_a_lockout_asks(kept: Desk) -> None:
    kept.says(*CARD, "card.pdf", "--vehicle", "1")
    read_back = ["pdftotext", "-layout", str(kept.directory / "card.pdf"), "-"]
    said = subprocess.run(read_back, capture_output=True, text=True, check=True).stdout
    shown = "".join(said.lower().split())  # it guesses at the blanks
    wanted = (
        QASHQAI.name,
        QASHQAI.serial,
        "3 7 1 2",
        "Press key 1: 3 times. The display then shows 3000.",
        "Hold 6 until the radio answers",
        "The longest wait known is 90 minutes.",
        "radio ON · key at ACC · touch no key, until it asks again.",
    )
    assert [line for line in wanted if "".join(line.lower().split()) not in shown] == []


@pytest.mark.parametrize("form", ["pdf", "svg", "txt", "TXT"])
def test_every_form_of_a_card_is_written_and_its_owners_alone(kept: Desk, form: str) -> None:
    assert kept.says(*CARD, f"card.{form}").startswith(
        f"card.{form}: written and checked. Anyone can read it: print it at its own size (100 %), "
        "delete it, and keep the card out of the car.\n"
    )
    assert (kept.directory / f"card.{form}").stat().st_mode & 0o777 == 0o600


def test_a_card_beside_the_store_counts_once_its_owner_took_it_away(kept: Desk) -> None:
    assert kept.fails(3, "copy", "taken", "card")
    then = "Take it off, then run: steadyhand copy taken card\n"
    assert kept.says(*CARD, "card.txt").endswith(then)
    assert kept.says("copy", "taken", "card") == "Noted: a copy lies off this card.\n"


def test_a_card_needs_a_form_and_a_place_where_nothing_lies(kept: Desk) -> None:
    assert kept.fails(2, *CARD, "card") == "card: a card's file ends in .pdf, .svg or .txt."
    (kept.directory / "card.txt").write_text("mine")
    kept.fails(2, *CARD, "card.txt")
    assert (kept.directory / "card.txt").read_text() == "mine"


def test_without_a_code_there_is_nothing_to_copy(desk: Desk) -> None:
    set_up(desk, LOST)
    assert desk.fails(3, *CARD, "card.txt") == NO_CODE
    assert desk.fails(3, *KEEPASS, "radio.kdbx", typed=TYPED) == NO_CODE
    assert files(desk) == []


def copied(desk: Desk, file: str, *arguments: str, typed: str = TYPED) -> str:
    """What is said of a KeePass file that was made."""
    done = desk.run(*KEEPASS, file, *arguments, typed=typed)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def codes(file: Path) -> list[tuple[str, str]]:
    """Titles and passwords of a file."""
    return [(one.title, one.password) for one in PyKeePass(str(file), password=SECRET).entries]


@needs_keepassxc
def test_keepassxc_reads_the_keys_to_press(kept: Desk) -> None:
    copied(kept, "radio.kdbx")
    file = kept.directory / "radio.kdbx"
    said = keepassxc("show", "-q", "-s", "-a", "Keys", file, QASHQAI.name, typed=SECRET).stdout
    assert "Press key 1: 3 times. The display then shows 3000." in said


def test_every_vehicle_is_in_the_file_which_is_checked_and_remembered(kept: Desk) -> None:
    said = copied(kept, "radio.kdbx")
    assert said.startswith(
        "radio.kdbx: written and checked, 3 vehicles. Keep it somewhere reliable, not in the car.\n"
    )
    secrets = (QASHQAI.code, QASHQAI.name, SECRET, PASSPHRASE)
    assert [text for text in secrets if text in said] == []
    wanted = [(one.name, one.code) for one in (QASHQAI, CORSA, FORD)]
    assert codes(kept.directory / "radio.kdbx") == wanted
    assert kept.copies_noted() == 3


def test_one_vehicle_alone_can_be_named(kept: Desk) -> None:
    copied(kept, "radio.kdbx", "--vehicle", CORSA.name)
    assert codes(kept.directory / "radio.kdbx") == [(CORSA.name, CORSA.code)]


def test_a_vehicle_without_a_code_is_left_out_and_that_is_said(desk: Desk) -> None:
    set_up(desk, CORSA, TAKES_NONE)
    said = copied(desk, "radio.kdbx")
    assert "steadyhand: 1 vehicle has no code here and is left out.\n" in said
    said = desk.fails(3, *KEEPASS, "other.kdbx", "--vehicle", TAKES_NONE.name, typed=TYPED)
    assert said == "This radio takes no code from its owner, so there is nothing to copy."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("not those words\nx\n", "That does not open it. Try again."),
        (f"{PASSPHRASE}\n\n", "The file needs a password of its own. Nothing was written."),
        (
            f"{PIN}\n{PIN}\n",
            "Never the PIN: whoever has the file can try them all. Choose a passphrase.",
        ),
    ],
)
def test_without_a_fit_password_nothing_is_written(kept: Desk, typed: str, said: str) -> None:
    assert (kept.fails(2, *KEEPASS, "radio.kdbx", typed=typed), files(kept)) == (said, [])


def test_a_weak_password_is_said_and_still_the_owners_choice(kept: Desk) -> None:
    said = copied(kept, "radio.kdbx", typed=f"{PASSPHRASE}\nqashqai\n")
    assert "steadyhand: This password is weak" in said


def test_a_file_that_is_there_is_replaced_by_force_or_by_who_says_so(kept: Desk) -> None:
    file = kept.directory / "radio.kdbx"
    file.write_text("mine")
    assert kept.fails(2, *KEEPASS, file.name, typed=TYPED) == THERE
    asked = kept.person("copy", "keepass", file.name, answers=["n"])
    assert (asked.returncode, file.read_text()) == (2, "mine")
    assert "radio.kdbx is there already. Replace it? [y/N]" in asked.stderr
    kept.person("copy", "keepass", file.name, answers=["y", PASSPHRASE, SECRET, SECRET])
    assert len(codes(file)) == 3
    file.write_text("mine")
    copied(kept, file.name, "--force")
    assert len(codes(file)) == 3


def test_a_person_types_the_password_twice_and_never_sees_it(kept: Desk) -> None:
    done = kept.person("copy", "keepass", "a.kdbx", answers=[PASSPHRASE, SECRET, f"{SECRET}!"])
    assert "They differ. Type the second again?" in done.stderr
    assert (done.returncode, SECRET in done.stderr, files(kept)) == (3, False, [])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (".", ". is a directory. Give the name of a file in it."),
        ("nowhere/a.kdbx", "nowhere/a.kdbx: there is no such directory. Make it first."),
        ("/dev/null", "/dev/null is no file but a pipe or a device. Give another name."),
    ],
)
def test_a_place_that_can_take_no_file_is_told_before_anything_is_asked(
    kept: Desk, name: str, said: str
) -> None:
    assert kept.fails(2, *KEEPASS, name, typed="") == said


def test_a_place_in_memory_is_said_to_be_gone_at_the_next_boot(kept: Desk, tmp_path: Path) -> None:
    file = Path("/dev/shm") / f"steadyhand-{tmp_path.parent.name}-{tmp_path.name}.kdbx"
    try:
        said = copied(kept, str(file))
    finally:
        file.unlink(missing_ok=True)
    assert f"{file} is gone at the next boot. Take it elsewhere before that." in said


def test_a_control_character_in_the_files_name_commands_no_terminal(kept: Desk) -> None:
    assert "\x1b" not in copied(kept, "ra\x1b[2Jdio.kdbx")


def test_where_nobody_can_be_asked_nothing_is_copied(kept: Desk) -> None:
    assert "--passphrase-stdin" in kept.fails(2, "copy", "keepass", "radio.kdbx", typed=TYPED)
    said = kept.fails(3, "copy", "qr", "--passphrase-stdin")
    assert said == "Screens need a terminal. Use: steadyhand status"
    assert files(kept) == []


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
    """Unlock, and wait for what is drawn then."""
    screen.shows("PIN or passphrase")
    screen.types(f"{PASSPHRASE}\r")
    screen.shows(until)


def photo(screen: Terminal, place: Path) -> Path:
    """A picture of the terminal, in the colours that were asked for."""
    cells: list[list[Cell]] = [[_seen(*one) for one in line] for line in screen.cells()]
    return picture(cells, place)


def _seen(character: str, ink: str, ground: str) -> Cell:
    drawn = character if character in HALVES else " "
    return drawn, GREY.get(ink, 60), GREY.get(ground, 60)


@needs_zbar
def test_a_phone_reads_it_off_a_dark_terminal_the_smallest_too(
    served: Desk, tmp_path: Path
) -> None:
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


def test_its_time_or_an_order_to_end_wipes_it_without_a_key(served: Desk) -> None:
    with terminal(served, "copy", "qr", "--seconds", "0") as screen:
        unlocks(screen, until=ASKED)
        assert ("▀" in screen.said.decode(), "▀" in screen.text) == (True, False)
    with terminal(served, "copy", "qr") as screen:
        unlocks(screen)
        screen.process.send_signal(signal.SIGTERM)
        assert (screen.ends(), "▀" in screen.text) == (3, False)


def test_a_terminal_without_the_room_is_told_so(served: Desk) -> None:
    with on_terminal(served, QR, columns=28, lines=24, TERM="xterm-256color") as screen:
        screen.shows("PIN or passphrase")
        screen.types(f"{PASSPHRASE}\r")
        assert (screen.ends(), "28x24 is too small" in screen.said.decode()) == (3, True)


OURS = Kept(
    number=1,
    name=QASHQAI.name,
    code=QASHQAI.code,
    head_unit=QASHQAI.head_unit,
    serial=QASHQAI.serial,
    plate=QASHQAI.plate,
    source=QASHQAI.source,
)
OTHER = replace(OURS, name="Other")


@pytest.fixture
def corsa(desk: Desk) -> Desk:
    """A desk where a Corsa is kept."""
    set_up(desk, CORSA)
    return desk


def written(desk: Desk, *vehicles: Kept) -> Path:
    """A file that we wrote."""
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
    written(corsa, OURS, replace(OURS, name=CORSA.name))
    status, said = taken_over(corsa)
    assert (status, said.startswith("1 vehicle added.\n")) == (0, True)
    assert corsa.shows(QASHQAI.name).splitlines()[1:] == [
        "radio: nissan-radio-code",
        f"code: {QASHQAI.code}",
        f"serial number: {QASHQAI.serial}",
        f"plate: {QASHQAI.plate}",
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


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (replace(OTHER, code="37"), "Other: This radio's code has 4 digits."),
        (replace(OTHER, plate="x" * 201), "Other: plate can't be taken: too long. Nothing was"),
        (replace(OTHER, serial="x" * 100_000), "Other: serial can't be taken: too long. Nothing"),
    ],
)
def test_one_bad_entry_leaves_nothing_half_done(corsa: Desk, second: Kept, said: str) -> None:
    written(corsa, OURS, second)
    status, line = taken_over(corsa)
    assert (status, line.startswith(said), line.count("\n")) == (2, True, 1)
    assert corsa.shows(QASHQAI.name) == ""
    assert taken_over(corsa, "radio.kdbx", "--entry", OURS.name) == (0, "1 vehicle added.\n")


def test_marks_that_nobody_sees_are_left_behind(corsa: Desk) -> None:
    written(corsa, replace(OURS, plate="RD61\u200bKX\u202eM"))
    assert taken_over(corsa) == (0, "1 vehicle added.\n")
    assert "plate: RD61KXM\n" in corsa.shows(QASHQAI.name)


def test_a_hundred_vehicles_of_the_longest_texts_are_taken_over(corsa: Desk) -> None:
    longest = dict.fromkeys(("serial", "plate", "source"), "😀" * 200)
    written(corsa, *(replace(OURS, name=f"Car {at}", **longest) for at in range(100)))
    assert taken_over(corsa) == (0, "100 vehicles added.\n")
    assert f"source: {'😀' * 200}\n" in corsa.shows("Car 99")


def _spoilt(content: bytes) -> bytes:
    return content[:-40] + bytes([content[-40] ^ 1]) + content[-39:]


HEAD = b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5"
UNREADABLE: Sequence[tuple[str, bytes, str]] = [
    ("none.kdbx", b"", "is no KeePass file."),
    ("old.kdbx", HEAD + b"\x01\x00\x03\x00" + b"x" * 99, "older KeePass format"),
    ("torn.kdbx", HEAD + b"\x00\x00\x04\x00" + b"x" * 99, "is damaged."),
]


def test_what_is_no_readable_file_is_told_in_one_line(corsa: Desk) -> None:
    for name, content, said in UNREADABLE:
        (corsa.directory / name).write_bytes(content)
        status, line = taken_over(corsa, name)
        assert (status, said in line, line.count("\n")) == (2, True, 1)
    for name in ("nothing.kdbx", "."):
        said = f"{name}: there is no such file. Nothing was added.\n"
        assert taken_over(corsa, name) == (2, said)
    path = written(corsa)
    said = "radio.kdbx: that password does not open it. Try again.\n"
    assert taken_over(corsa, password="not that") == (2, said)
    path.write_bytes(_spoilt(path.read_bytes()))
    said = "radio.kdbx is damaged. Take another copy; nothing was added.\n"
    assert taken_over(corsa) == (2, said)


def test_of_more_entries_than_a_hundred_those_meant_have_to_be_named(corsa: Desk) -> None:
    opened = PyKeePass(str(written(corsa)), password=SECRET)
    (entry,) = opened.entries
    opened.root_group._element.extend(deepcopy(entry._element) for _ in range(100))
    opened.save(str(corsa.directory / "many.kdbx"))
    said = "many.kdbx holds 101 entries, more than 100. Name those meant with --entry.\n"
    assert taken_over(corsa, "many.kdbx") == (2, said)
