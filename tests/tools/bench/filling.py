"""Stores to measure on: set up through the service, and filled by the thousand."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pi.service.protocol.answers import MOST_TOGETHER
from pi.service.protocol.commands import AddVehicles, NewVehicle, Unlock, UnlockKind
from pi.storage.connection import connect
from pi.storage.row_sums import watch
from tests.tools.bench.measuring import UI, environment
from tui.client import Link

PASSPHRASE = "four quiet winter roads"
VEHICLE = '[[vehicle]]\nname = "{name}"\nhead_unit = "{head_unit}"\ncode = "{code}"\n'


@contextmanager
def state_directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        yield Path(made)


def set_up(state: Path, vehicles: int = 1, pin: str = "") -> None:
    """Set a store up with vehicles, as many as go together through the command for scripts."""
    made = [_vehicle(at) for at in range(vehicles)]
    said = f'passphrase = "{PASSPHRASE}"\n' + (f'pin = "{pin}"\n' if pin else "")
    first = (
        VEHICLE.format(name=one.name, head_unit=one.head_unit, code=one.code)
        for one in made[:MOST_TOGETHER]
    )
    command(state, ["setup", "--from", "-"], said + "".join(first))
    if more := made[MOST_TOGETHER:]:
        with unlocked(state) as owner:  # who adds all the others
            for at in range(0, len(more), MOST_TOGETHER):
                owner.ask(AddVehicles(vehicles=tuple(more[at : at + MOST_TOGETHER])))


@contextmanager
def unlocked(state: Path) -> Iterator[Link]:
    os.environ["STEADYHAND_STATE_DIR"] = str(state)
    with Link() as link:
        link.ask(Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))
        yield link
    del os.environ["STEADYHAND_STATE_DIR"]


def _vehicle(at: int) -> NewVehicle:
    names = ("Qashqai", "Note", "Micra", "Juke", "Clio", "Golf", "Focus", "Civic")
    name = f"{names[at % len(names)]} {at}"
    return NewVehicle(name=name, head_unit="nissan-note-2009", code=f"{at % 10_000:04d}")


def command(state: Path, arguments: list[str], said: str = "") -> None:
    """Run one command of steadyhand on a state directory."""
    subprocess.run(
        [*UI, *arguments],
        input=said,
        text=True,
        env=environment(state),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def fill_journal(state: Path, events: int) -> None:
    """A long past: rejected and accepted tries, spread over all vehicles.

    Written with SQL, as a million durable appends would take an hour. The last event of each
    vehicle settles its radio, as the last of most pasts does.
    """
    with closing(connect(state / "steadyhand.db")) as connection:
        watch(connection)  # each row needs its sum
        connection.execute("BEGIN")
        ids = [row[0] for row in connection.execute("SELECT id FROM vehicle ORDER BY number")]
        rounds = events // (2 * len(ids))
        kinds = ("CodeRejected", "CodeAccepted")
        rows = (
            (vehicle, kind, f'{{"type":"{kind}"}}', "bench", 0.0, 0.0, 0.0, "unsure")
            for _ in range(rounds)
            for vehicle in ids
            for kind in kinds
        )
        connection.executemany(
            "INSERT INTO event (vehicle, kind, data, boot_id, monotonic, boottime, wall, quality)"
            " VALUES (?, ?, CAST(? AS BLOB), ?, ?, ?, ?, ?)",
            rows,
        )
        connection.execute(
            "UPDATE vehicle SET settled_seq ="
            " (SELECT MAX(seq) FROM event WHERE event.vehicle = vehicle.id)"
        )
        connection.execute("COMMIT")
