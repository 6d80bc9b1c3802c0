"""After all that an owner does no file, argument, environment, output or log holds a secret.

By the commands, and by what a session asks for that no command does: an entry, and secrets in the
wrong place.
"""

import re
from base64 import b64encode
from pathlib import Path

import msgspec

from pi.service.protocol import commands as asks
from pi.service.protocol.answers import Done, Refusal
from pi.service.protocol.commands import Ask
from tests.blackbox.caller import Caller, calling
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
LATER = {
    "serial": "SN-9920-MOSS-7718",
    "plate": "LK70 WJD",
    "source": "a label under the ashtray",
    "name": "Uncle Bert's Accord",
}
ALL = (*SECRETS.values(), *LATER.values())
CODE, PASSPHRASE = SECRETS["code"], SECRETS["passphrase"]
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
LETTER = f"serial: {LATER['serial']}\ncode: {CODE}\n"
UNLOCK = asks.Unlock(kind=asks.UnlockKind.PASSPHRASE, secret=PASSPHRASE)
SECOND = asks.NewVehicle(
    name=LATER["name"], head_unit="honda-5-digit", code=CODE, serial=LATER["serial"]
)
ASKED: tuple[Ask, ...] = (
    UNLOCK,
    asks.ChangeVehicle(code=CODE, serial=LATER["serial"], plate=LATER["plate"]),
    asks.ChangeVehicle(source=LATER["source"]),
    asks.AddVehicle(vehicle=SECOND),
    asks.AddVehicle(vehicle=msgspec.structs.replace(SECOND, head_unit=CODE)),
    asks.AskCorrection(step=0, shown=CODE),
    asks.TickPlace(place=SECRETS["serial"]),
    asks.KeepFamily(toml=f'id = "{CODE}"\nname = "{PASSPHRASE}"\n'),
    asks.Unlock(kind=asks.UnlockKind.RECOVERY, secret=PASSPHRASE),
    UNLOCK,
    asks.Look(vehicle=1),
    asks.Report(outcome=asks.Outcome.ASKING),
    asks.StartWalkthrough(),
)
"""What an owner asks for, with secrets where they do not belong, up to an entry."""


def forms(text: str) -> list[bytes]:
    """A text as a file or a log might hold it."""
    raw = text.encode()
    shifted = [(b64encode(bytes(n) + raw), (n + len(raw)) * 8 // 6) for n in range(3)]
    in_base64 = [said[cut:end] for (said, end), cut in zip(shifted, (0, 2, 3), strict=True)]
    words = [raw, text.encode("utf-16-le"), raw.hex().encode(), text.upper().encode(), raw[::-1]]
    return words + in_base64


def stands_in(held: bytes, text: str) -> bool:
    """Whether a text stands there in any form; of digits alone, not as a part of a longer number.

    Moments are kept to the millionth of a second: one in some thousand holds any five digits.
    """
    edges = {True: (rb"(?<![\d.])", rb"(?!\d)"), False: (b"", b"")}
    plain = [(form, edges[text.isdigit() and form.isdigit()]) for form in forms(text)]
    return any(re.search(re.escape(form).join(within), held) for form, within in plain)


def told(channels: dict[str, bytes], *more: str) -> dict[str, list[str]]:
    """Which secrets stand in which of these, in any form."""
    found = {
        name: [each for each in (*ALL, *more) if stands_in(held, each)]
        for name, held in channels.items()
    }
    return {name: secrets for name, secrets in found.items() if secrets}


def test_a_code_is_seen_wherever_it_stands_and_not_in_a_moment_that_has_its_digits() -> None:
    for held in (b"58163", b'{"code":"58163"}', b"x58163y", forms("58163")[1], b"36185"):
        assert stands_in(held, "58163"), held
    for held in (b"1764054.58163", b"0.958163", b"1581637"):
        assert not stands_in(held, "58163"), held


def test_no_secret_stands_where_it_was_not_asked_for(place: Place, tmp_path: Path) -> None:
    done = place.run("setup", "--from", "-", typed=FILE)
    assert done.returncode == 0
    key = done.stdout.splitlines()[1]
    place.said = []  # the recovery key is told once, there
    place.end()
    told_of_started = command_that_starts_a_service(place)
    by_commands(place)
    place.end()  # a service lets who guessed wait
    copies(place, tmp_path)
    place.end()
    with place.service():
        with calling(place) as owner:
            by_asks(owner)
        for command in ("status", "doctor", "status --json", "doctor --json"):
            place.run(*command.split())
        while_it_runs = b"".join(place.files().values())
    channels = {
        "arguments and environment of a service": told_of_started,
        "the log, and outputs of commands": "".join(place.said).encode(),
        "files while the service runs": while_it_runs,
        "files after it": b"".join(place.files().values()),
        "a backup": (tmp_path / "b").read_bytes(),
        "names of files": "".join(map(str, place.directory.rglob("*"))).encode(),
    }
    assert told(channels, key, key.replace("-", "")) == {}
    shown = place.run("show", "--passphrase-stdin", typed=PASSPHRASE).stdout
    assert [each for each in (CODE, LATER["serial"]) if each not in shown] == []
    # What others than their owner may do with the files of the store: nothing.
    files = [path for path in place.state.iterdir() if path.is_file()]
    assert {path.stat().st_mode & 0o077 for path in files} == {0}


def command_that_starts_a_service(place: Place) -> bytes:
    """A code is typed in the wrong place; all that the service was given that was started then."""
    place.run("report", "rejected", "--shows", CODE)
    process = Path("/proc") / str(place.keeper())
    given = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    assert b"pi.service" in given
    return given


def by_commands(place: Place) -> None:
    """Tried, reported, locked out, asked in every wrong way."""
    with_code = ("report", "rejected", "--shows", CODE)
    for arguments in (with_code, with_code, ("report", "still-waiting")):
        place.run(*arguments)
    for typed in (f"{PASSPHRASE}!", "73194629", SECRETS["serial"]):
        assert place.run("show", "--passphrase-stdin", typed=typed).returncode == 2
    place.run("plan", "--head-unit", "opel-safe", typed=CODE)
    place.run("show", CODE)
    place.run("setup", "--from", "-", typed=FILE)
    place.run("setup", "--from", "-", typed=FILE.replace("head_unit", "headunit"))
    place.run("guide", "--make", "honda", "--shows", CODE)
    assert place.run("guide", "--make", "honda", "--letter", typed=LETTER).returncode == 2


def copies(place: Place, stick: Path) -> None:
    """Every copy that is a file, with the right word, and one of each way with a wrong one."""
    made = ("copy card {}/c.pdf", "copy card {}/c.txt", "copy keepass {}/k", "backup {}/b")
    for word, commands in ((PASSPHRASE, made), (f"{PASSPHRASE}!", made[2:])):
        for command in commands:
            typed = f"{word}\na word for the file alone\n"
            done = place.run(*command.format(stick).split(), "--passphrase-stdin", typed=typed)
            assert (done.returncode == 0) is (word == PASSPHRASE), done.stderr


def by_asks(owner: Caller) -> None:
    """All that is asked for, and an entry up to the try."""
    said = [owner.ask(ask) for ask in ASKED]
    assert (said[:4], said[-3:]) == ([Done()] * 4, [Done()] * 3)
    step = 0
    while not isinstance(owner.ask(asks.ConfirmStep(step=step)), Refusal):
        step += 1
    assert owner.ask(asks.PromptConfirm(step=step, sure=True)) == Done()
    assert owner.ask(asks.Report(outcome=asks.Outcome.REJECTED)) == Done()
