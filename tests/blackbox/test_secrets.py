"""After all that an owner does no file, argument, environment, output or log holds a secret.

First by the commands, and then by every ask that a service knows, while a second surface watches
without unlocking and a third says what can't be followed.
"""

import json
import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest

from pi.radio.events import CopyKind, JudgedRule
from pi.service import asks
from pi.service.asks import Ask
from pi.service.protocol import Done, Line
from pi.service.refusal import Refusal
from tests.blackbox.caller import Caller, calling
from tests.blackbox.processes import PATIENCE_S, Place

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
CHANGED = asks.ChangeVehicle(
    serial=LATER["serial"], plate=LATER["plate"], source=LATER["source"], code=CODE
)
KEPT: tuple[Ask, ...] = (
    CHANGED,
    *(asks.NoteCopy(kind=kind) for kind in CopyKind),
    asks.JudgeRule(rule=JudgedRule.WAIT, agrees=False, seconds=600.0),
    asks.TickPlace(place="papers"),
    asks.AddVehicle(vehicle=SECOND),
    asks.Look(vehicle=1),
)
"""What is done and saved."""
ANY_ANSWER: tuple[Ask, ...] = (
    asks.ShowCode(),
    asks.FindVehicles(text=LATER["name"]),
    asks.AddVehicle(vehicle=msgspec.structs.replace(SECOND, head_unit=CODE)),
    asks.AddVehicle(vehicle=msgspec.structs.replace(SECOND, code="12", name=PASSPHRASE)),
    asks.AskCorrection(step=0, shown=CODE),
    asks.TickPlace(place=SECRETS["serial"]),
    asks.KeepFamily(toml=f'id = "{CODE}"\nname = "{PASSPHRASE}"\n'),
    asks.Report(outcome=asks.Outcome.REJECTED, shows=CODE),
    asks.Unlock(kind=asks.UnlockKind.PIN, secret=SECRETS["pin"] + "1"),
    asks.Unlock(kind=asks.UnlockKind.RECOVERY, secret=PASSPHRASE),
    UNLOCK,
    asks.ChangeVehicle(vehicle=2, name=LATER["plate"]),
    asks.MakeRecoveryKey(),
    asks.FinishRecoveryKey(last_group=PASSPHRASE),
    asks.RemoveVehicle(vehicle=2),
    asks.Practise(),
    asks.ShowCode(),
    asks.StartWalkthrough(),
    asks.LeavePractice(),
    asks.Examine(),
)
"""What may be refused, with secrets where they do not belong."""
OF_THE_LOCKED: tuple[Ask, ...] = (
    asks.GetStatus(),
    asks.GetHistory(),
    asks.GetRemarks(),
    asks.FindVehicles(),
    asks.ShowCode(),
    asks.StartWalkthrough(),
    asks.Examine(),
    asks.GetFamilies(),
)


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


def told(channels: dict[str, bytes], *more: str) -> dict[str, list[str]]:
    """Which secrets stand in which of these, in any form."""
    found = {
        name: [each for each in (*ALL, *more) if stands_in(held, each)]
        for name, held in channels.items()
    }
    return {name: secrets for name, secrets in found.items() if secrets}


@pytest.mark.parametrize(
    "held", [b"58163", b'{"code":"58163"}', b"x58163y", "58163".encode("utf-16-le"), b"36185"]
)
def test_a_code_is_seen_wherever_it_stands(held: bytes) -> None:
    assert stands_in(held, "58163")


@pytest.mark.parametrize("held", [b"1764054.58163", b"0.958163", b"1581637"])
def test_a_moment_that_has_its_digits_is_no_code(held: bytes) -> None:
    assert not stands_in(held, "58163")


def test_no_secret_stands_where_it_was_not_asked_for(place: Place, tmp_path: Path) -> None:
    done = place.run("setup", "--from", "-", typed=FILE)
    assert done.returncode == 0
    key = done.stdout.splitlines()[-1]
    place.said = []  # the recovery key is told once, there
    place.end()
    told_of_started = command_that_starts_a_service(place)
    by_commands(place)
    place.end()  # a service lets who guessed wait
    copies(place, tmp_path)
    place.end()
    with place.service(), locked(place) as watcher:
        with calling(place) as owner:
            do_everything(owner)
        say_nonsense(place)
        for arguments in (("status",), ("doctor",), ("status", "--json"), ("doctor", "--json")):
            place.run(*arguments)
        while_it_runs = b"".join(place.files().values())
        heard = all_of(watcher)
    states = [json.loads(line) for line in heard.splitlines() if b'"State"' in line]
    seen = {each["radio"]["state"] for each in states if each.get("radio")}
    assert {"Asking", "Entering", "OutcomeUnknown"} <= seen  # it did see it all
    tables = rows(place)
    assert tables["event"]
    channels = {
        "arguments and environment of a service": told_of_started,
        "the log, and outputs of commands": "".join(place.said).encode(),
        "what a locked surface heard": heard,
        "files while the service runs": while_it_runs,
        "files after it": b"".join(place.files().values()),
        "names of files": "".join(map(str, place.directory.rglob("*"))).encode(),
        **{f"table {name}": held for name, held in tables.items()},
    }
    assert told(channels, key, key.replace("-", "")) == {}
    shown = place.run("show", "--passphrase-stdin", typed=PASSPHRASE).stdout
    assert [each for each in (CODE, LATER["serial"]) if each not in shown] == []
    assert open_to_others(place) == {0}


def command_that_starts_a_service(place: Place) -> bytes:
    """A code is typed in the wrong place; all that the service was given that was started then."""
    place.run("report", "rejected", "--shows", CODE)
    process = Path("/proc") / str(place.keeper())
    given = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    assert b"pi.service" in given
    return given


def open_to_others(place: Place) -> set[int]:
    """What others than their owner may do with the files of the store."""
    return {path.stat().st_mode & 0o077 for path in place.state.iterdir() if path.is_file()}


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


def do_everything(owner: Caller) -> None:
    """The whole of an owner's asks, and an entry up to the try."""
    for ask in (UNLOCK, *KEPT):
        done = owner.ask(ask)
        assert isinstance(done, Done), ask
        assert done.saved, ask
    for ask in ANY_ANSWER:
        owner.ask(ask)
    for ask in (asks.Report(outcome=asks.Outcome.ASKING), asks.StartWalkthrough()):
        assert owner.ask(ask) == Done(), ask
    step = 0
    while not isinstance(owner.ask(asks.ConfirmStep(step=step)), Refusal):
        step += 1
    assert owner.ask(asks.PromptConfirm(step=step, sure=True)) == Done()
    assert owner.ask(asks.Report(outcome=asks.Outcome.REJECTED)) == Done()


def say_nonsense(place: Place) -> None:
    """Lines that hold secrets and are no asks."""
    for secret in ALL:
        with calling(place) as stranger:
            stranger.send_raw(json.dumps({"id": 1, "ask": {"type": secret}}).encode() + b"\n")
            stranger.hear(1)


@contextmanager
def locked(place: Place) -> Iterator[socket.socket]:
    """A surface that watches and never unlocks."""
    with socket.socket(socket.AF_UNIX) as watcher:
        watcher.settimeout(PATIENCE_S)
        watcher.connect(str(place.socket))
        watcher.sendall(msgspec.json.encode(Line(id=1, ask=asks.Watch())) + b"\n")
        yield watcher


def all_of(watcher: socket.socket) -> bytes:
    """All that it was sent, having asked for everything at last."""
    for ask in OF_THE_LOCKED:
        watcher.sendall(msgspec.json.encode(Line(id=2, ask=ask)) + b"\n")
    watcher.shutdown(socket.SHUT_WR)
    return b"".join(iter(lambda: watcher.recv(65536), b""))


def rows(place: Place) -> dict[str, bytes]:
    """Every table of the store, its values one after the other."""
    with closing(sqlite3.connect(place.database)) as store:
        tables = store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {
            table: b"\n".join(
                value if isinstance(value, bytes) else str(value).encode()
                for row in store.execute(f'SELECT * FROM "{table}"')
                for value in row
            )
            for (table,) in tables
        }
