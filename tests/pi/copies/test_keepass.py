"""The KeePass file, as KeePassXC itself reads it."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pykeepass import PyKeePass
from pykeepass.exceptions import CredentialsError

from pi.copies.keepass import holds, written
from pi.copies.kept import Kept
from tests.pi.copies.keepassxc import PASSWORD, keepassxc, needs_keepassxc

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


@pytest.fixture(scope="module")
def content() -> bytes:
    """A file with two vehicles."""
    return written((QASHQAI, CORSA), PASSWORD, "Radio codes")


@pytest.fixture(scope="module")
def file(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same on a disk."""
    path = tmp_path_factory.mktemp("keepass") / "radio.kdbx"
    path.write_bytes(content)
    return path


@needs_keepassxc
def test_keepassxc_lists_a_vehicle_an_entry(file: Path) -> None:
    assert keepassxc("ls", "-q", file).stdout.split("\n") == [
        "Grey Qashqai <&>",
        "Red Corsa 🚗",
        "",
    ]


@needs_keepassxc
def test_keepassxc_masks_the_code_and_the_keys_that_spell_it(file: Path) -> None:
    said = keepassxc("show", "-q", "--all", file, "Grey Qashqai <&>").stdout
    masked = [line for line in said.splitlines() if line.endswith(": PROTECTED")]
    assert masked == ["Password: PROTECTED", "Code: PROTECTED", "Keys: PROTECTED"]


@needs_keepassxc
def test_keepassxc_reveals_the_code_with_its_leading_zero(file: Path) -> None:
    said = keepassxc("show", "-q", "-s", "-a", "Code", "-a", "Password", file, "Grey Qashqai <&>")
    assert said.stdout == "0712\n0712\n"


@needs_keepassxc
def test_keepassxc_shows_all_that_belongs_to_the_vehicle(file: Path) -> None:
    names = ("Serial number", "Head unit", "Radio", "Plate", "Source", "Made", "Keys")
    asked = [word for name in names for word in ("-a", name)]
    assert keepassxc("show", "-q", "-s", *asked, file, "Grey Qashqai <&>").stdout == (
        'BP538291604417\nnissan-radio-code\nNissan "Radio Code:"\nRD61 KXM\n'
        "card in the handbook\n2026-11-24\n1. Leave key 1 alone.\n2. Press key 2: 7 times.\n"
    )


@needs_keepassxc
def test_keepassxc_refuses_a_wrong_password(file: Path) -> None:
    assert keepassxc("ls", "-q", file, typed="not those words").returncode == 1


@needs_keepassxc
def test_the_file_is_opened_with_argon2id_and_no_more_memory_than_a_phone_grants(
    file: Path,
) -> None:
    assert "KDF: Argon2id (8 rounds, 65536 KB)" in keepassxc("db-info", "-q", file).stdout


def test_what_was_written_is_what_is_read_back(content: bytes) -> None:
    assert holds(content, (QASHQAI, CORSA), PASSWORD)


@pytest.mark.parametrize(
    "others", [(QASHQAI,), (CORSA, QASHQAI), (QASHQAI, Kept(number=2, name="", code="4096"))]
)
def test_other_vehicles_are_told_apart(content: bytes, others: tuple[Kept, ...]) -> None:
    assert not holds(content, others, PASSWORD)


def test_another_password_opens_nothing(content: bytes) -> None:
    with pytest.raises(CredentialsError):
        holds(content, (QASHQAI, CORSA), PASSWORD + " ")


def test_no_identifier_tells_the_machine_or_the_moment(content: bytes) -> None:
    """A uuid1 holds the network card's address and the time; a uuid4 is a roll of the dice."""
    opened = PyKeePass(io.BytesIO(content), password=PASSWORD)
    every = [*opened.entries, *opened.groups]
    assert {one.uuid.version for one in every} == {4}


def test_no_time_of_the_template_is_left(content: bytes) -> None:
    opened = PyKeePass(io.BytesIO(content), password=PASSWORD)
    begun = datetime(2021, 1, 1, tzinfo=UTC)
    assert [one.ctime for one in (*opened.groups, *opened.entries) if one.ctime < begun] == []


def test_neither_a_code_nor_a_name_stands_in_the_file_in_the_clear(content: bytes) -> None:
    assert [text for text in (b"0712", b"Qashqai", b"BP538291604417") if text in content] == []
