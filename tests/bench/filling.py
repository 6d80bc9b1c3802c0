"""Stores to measure on: set up through the service, and filled by the thousand."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pi.storage.connection import connect
from pi.storage.row_sums import watch
from tests.bench.measuring import UI, environment

PASSPHRASE = "four quiet winter roads"
VEHICLE = '[[vehicle]]\nname = "{name}"\nhead_unit = "nissan-note-2009"\ncode = "{code:04d}"\n'


@contextmanager
def state_directory() -> Iterator[Path]:
    """A state directory that goes with the measurement."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        yield Path(made)


def set_up(state: Path, vehicles: int = 1) -> None:
    """Set a store up with vehicles, through the command that scripts use."""
    names = ("Qashqai", "Note", "Micra", "Juke", "Clio", "Golf", "Focus", "Civic")
    said = f'passphrase = "{PASSPHRASE}"\n' + "".join(
        VEHICLE.format(name=f"{names[at % len(names)]} {at}", code=at % 10_000)
        for at in range(vehicles)
    )
    command(state, ["setup", "--from", "-"], said)


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
