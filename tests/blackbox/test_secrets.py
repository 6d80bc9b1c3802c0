"""After a whole story no file, no argument, no environment and no output holds a secret."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blackbox.processes import Place

SECRETS = {
    "pin": "73194628",
    "passphrase": "seven green lanterns",
    "code": "58163",
    "serial": "SN-4471-KELP-0093",
    "plate": "QX19 ZTV",
    "name": "Aunt Mabel's Civic",
    "source": "a card in the blue folder",
}
FILE = """
pin = "{pin}"
passphrase = "{passphrase}"
[[vehicle]]
name = "{name}"
head_unit = "honda-5-digit"
code = "{code}"
serial = "{serial}"
plate = "{plate}"
source = "{source}"
""".format(**SECRETS)


def forms(text: str) -> list[bytes]:
    """A text as a file or a log might hold it."""
    raw = text.encode()
    return [raw, text.encode("utf-16-le"), raw.hex().encode(), text.upper().encode(), raw[::-1]]


def stands_in(held: bytes, text: str) -> bool:
    """Whether a text stands there in any form; of digits alone, not as a part of a longer number.

    Moments are kept to the millionth of a second: one in some thousand holds any five digits.
    """
    within = (rb"(?<![\d.])", rb"(?!\d)") if text.isdigit() else (b"", b"")
    return any(re.search(re.escape(form).join(within), held) for form in forms(text))


def found(held: bytes, *more: str) -> list[str]:
    """Which secrets stand there in any form."""
    texts = (*SECRETS.values(), *more)
    return [text for text in texts if stands_in(held, text)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place after a story: set up, tried, reported, locked out, asked in every wrong way."""
    place = Place(tmp_path_factory.mktemp("told"))
    done = place.run("setup", "--from", "-", typed=FILE)
    place.said = [done.stdout.splitlines()[-1]]  # the recovery key is told once, and kept here
    with_code = ("report", "rejected", "--shows", SECRETS["code"])
    for arguments in (with_code, with_code, with_code, ("report", "still-waiting")):
        place.run(*arguments)
    for typed in (SECRETS["passphrase"] + "!", "73194629", SECRETS["serial"]):
        assert place.run("show", "--passphrase-stdin", typed=typed).returncode == 2
    place.run("plan", "--head-unit", "opel-safe", typed=SECRETS["code"])
    place.run("status")
    place.run("status", "--json")
    place.run("show", SECRETS["code"])
    place.run("setup", "--from", "-", typed=FILE)
    place.run("setup", "--from", "-", typed=FILE.replace("head_unit", "headunit"))
    copy(place, tmp_path_factory.mktemp("stick"))
    yield place
    place.end()


def copy(place: Place, stick: Path) -> None:
    """Make every copy that is a file, with the right word and with a wrong one."""
    for number, word in enumerate((SECRETS["passphrase"] + "!", SECRETS["passphrase"])):
        for what in (
            "backup {}/b",
            "copy card {}/c.pdf",
            "copy card {}/c.txt",
            "copy keepass {}/k",
        ):
            typed = f"{word}\na word for the file alone\n"
            done = place.run(*what.format(stick).split(), "--passphrase-stdin", typed=typed)
            assert (done.returncode == 0) is bool(number), done.stderr


def recovery_key(place: Place) -> str:
    return place.said[0]


def service(place: Place) -> Path:
    """What the system tells of the running service."""
    place.run("status")
    return Path("/proc") / str(place.keeper())


@pytest.mark.parametrize(
    "held", [b"58163", b'{"code":"58163"}', b"x58163y", "58163".encode("utf-16-le"), b"36185"]
)
def test_a_code_is_seen_wherever_it_stands(held: bytes) -> None:
    assert stands_in(held, "58163")


@pytest.mark.parametrize("held", [b"1764054.58163", b"0.958163", b"1581637"])
def test_a_moment_that_has_its_digits_is_no_code(held: bytes) -> None:
    assert not stands_in(held, "58163")


def test_no_output_but_the_one_that_was_asked_for_holds_a_secret(told: Place) -> None:
    said = "".join(told.said[1:]).encode()
    assert found(said, recovery_key(told)) == []


def test_what_was_asked_for_is_told(told: Place) -> None:
    done = told.run("show", "--passphrase-stdin", typed=SECRETS["passphrase"])
    told.said.remove(done.stdout)
    assert [text for text in (SECRETS["code"], SECRETS["serial"]) if text not in done.stdout] == []


def test_no_file_holds_a_secret_while_the_service_runs(told: Place) -> None:
    service(told)
    key = recovery_key(told)
    held = b"".join(told.files().values())
    assert found(held, key, key.replace("-", "")) == []


def test_no_file_holds_a_secret_after_the_service_has_ended(told: Place) -> None:
    told.end()
    assert found(b"".join(told.files().values()), recovery_key(told)) == []


def test_neither_arguments_nor_environment_of_the_service_hold_a_secret(told: Place) -> None:
    process = service(told)
    held = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    assert b"pi.service" in held
    assert found(held) == []


def test_the_service_leaves_no_core_with_the_key(told: Place) -> None:
    limits = (service(told) / "limits").read_text()
    (line,) = [each for each in limits.splitlines() if each.startswith("Max core file size")]
    assert line.split()[4:6] == ["0", "0"]


def test_no_name_of_a_file_holds_a_secret(told: Place) -> None:
    names = "".join(str(path) for path in told.state.rglob("*")).encode()
    assert found(names) == []
