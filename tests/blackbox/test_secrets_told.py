"""What a service tells, writes and logs while its owner does everything there is to do.

A second surface watches all of it without unlocking, and a third says what can't be followed.
"""

import json
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import msgspec
import pytest

from pi.radio.events import CopyKind, JudgedRule
from pi.service import asks
from pi.service.asks import Ask
from pi.service.protocol import Done, Line
from pi.service.refusal import Refusal
from tests.blackbox.caller import Caller, calling
from tests.blackbox.processes import PATIENCE_S, Place
from tests.blackbox.test_secrets import FILE, SECRETS, stands_in

CODE, PASSPHRASE = SECRETS["code"], SECRETS["passphrase"]
LATER = {
    "serial": "SN-9920-MOSS-7718",
    "plate": "LK70 WJD",
    "source": "a label under the ashtray",
    "name": "Uncle Bert's Accord",
}
ALL = (*SECRETS.values(), *LATER.values())
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
LETTER = f"serial: {LATER['serial']}\ncode: {CODE}\n"


@dataclass
class Told:
    """What came of it: all that a locked surface heard, the log, the store's place."""

    place: Place
    heard: bytes
    log: str


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    place = Place(tmp_path_factory.mktemp("told"))
    assert place.run("setup", "--from", "-", typed=FILE).returncode == 0
    place.end()
    place.said = []  # the recovery key was told, once
    with place.service(), locked(place) as watcher:
        with calling(place) as owner:
            do_everything(owner)
        say_nonsense(place)
        for arguments in (("status",), ("doctor",), ("status", "--json"), ("doctor", "--json")):
            place.run(*arguments)
        place.run("guide", "--make", "honda", "--shows", CODE)
        assert place.run("guide", "--make", "honda", "--letter", typed=LETTER).returncode == 2
        heard = all_of(watcher)
    return Told(place, heard, "".join(place.said))


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


def found(held: bytes) -> list[str]:
    """Which secrets stand there in any form."""
    return [text for text in ALL if stands_in(held, text)]


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


def test_a_locked_surface_that_saw_it_all_heard_no_secret(told: Told) -> None:
    assert found(told.heard) == []


def test_it_did_see_it_all(told: Told) -> None:
    states = [json.loads(line) for line in told.heard.splitlines() if b'"State"' in line]
    seen = {each["radio"]["state"] for each in states if each.get("radio")}
    assert {"Asking", "Entering", "OutcomeUnknown"} <= seen


def test_neither_the_log_nor_a_commands_output_holds_a_secret(told: Told) -> None:
    assert found(told.log.encode()) == []


def test_no_table_of_the_store_holds_a_secret(told: Told) -> None:
    tables = rows(told.place)
    assert tables["event"]
    assert {name: found(held) for name, held in tables.items() if found(held)} == {}


def test_no_file_holds_a_secret(told: Told) -> None:
    assert found(b"".join(told.place.files().values())) == []
