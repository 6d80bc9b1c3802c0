"""An owner beside a hundred flooding clients: real processes, all of one user, the harder case.

`python3 -m tests.tools.bench floods` prints what each thing takes alone and beside each flood.
"""

import asyncio
import socket
import subprocess
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec

from pi.service.protocol import commands
from pi.service.protocol.answers import Done, Line
from tests.blackbox.caller import Caller
from tests.tools.bench import measuring

MANY: Final = 100
BUDGET: Final = 4.0
PIN: Final = "258013"
_WRONG: Final = commands.Unlock(
    kind=commands.UnlockKind.PASSPHRASE, secret="not those words at all"
)
FLOODS: Final[dict[str, commands.Ask]] = {
    "guesses": _WRONG,
    "guesses, each anew": _WRONG,
    "examinations": commands.Examine(),
    "statuses": commands.GetStatus(),
    "reports": commands.Report(outcome=commands.Outcome.ASKING),
}


def main() -> int:
    parser = ArgumentParser(prog="python3 -m tests.tools.bench floods", description=__doc__)
    parser.add_argument("--flood", nargs=2, metavar=("SOCKET", "KIND"), help="be the flood")
    parser.add_argument("--events", type=int, default=0, help="of a long past")
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    if options.flood:
        asyncio.run(_flood(*options.flood))
        return 0
    for row in floods(options.turns, options.events):
        print(f"{row.what:60} {row.measured:8.0f} ms {row.ratio:6.2f}x", flush=True)
    return 0


def floods(turns: int, events: int = 0) -> Iterator[measuring.Row]:
    """What an owner does, beside each kind of flood."""
    with measuring.state_directory() as state, measuring.service(state):
        measuring.set_up(state, pin=PIN)
        if events:
            measuring.fill_journal(state, events)
        path = state / "steadyhand.sock"
        doings = {
            "unlock by PIN": lambda: _unlock(path, commands.UnlockKind.PIN, PIN),
            "unlock by passphrase": lambda: _unlock(
                path, commands.UnlockKind.PASSPHRASE, measuring.PASSPHRASE
            ),
            "status": lambda: measuring.command(state, ["status"]),
            "show": lambda: measuring.command(state, ["show", "--passphrase-stdin"], PIN),
        }
        alone = {what: measuring.percentile(_taken(do, turns), 0.5) for what, do in doings.items()}
        for flood in FLOODS:
            with _flooded(path, flood):
                for what, do in doings.items():
                    named = f"{what} beside {MANY} clients, {flood}"
                    yield measuring.in_ms(named, max(_taken(do, turns)), BUDGET, alone[what])


def _taken(do: Callable[[], None], turns: int) -> list[float]:
    return [measuring.taken_s(do) for _ in range(turns)]


def _unlock(path: Path, kind: commands.UnlockKind, secret: str) -> None:
    with socket.socket(socket.AF_UNIX) as connected:
        connected.connect(str(path))
        owner = Caller(connected)
        assert owner.ask(commands.Unlock(kind=kind, secret=secret)) == Done()
        owner.ask(commands.ShowCode())


@contextmanager
def _flooded(path: Path, kind: str) -> Iterator[None]:
    flooding = subprocess.Popen(
        [measuring.PYTHON, "-m", "tests.tools.bench", "floods", "--flood", str(path), kind],
        env=measuring.environment(path.parent),
        stdout=subprocess.PIPE,
        cwd=measuring.ROOT,
    )
    assert flooding.stdout is not None
    flooding.stdout.readline()
    try:
        yield
    finally:
        flooding.kill()
        flooding.wait()
        flooding.stdout.close()


async def _flood(path: str, kind: str) -> None:
    asked = msgspec.json.encode(Line(id=1, ask=FLOODS[kind])) + b"\n"
    begun = asyncio.Barrier(MANY + 1)

    async def client() -> None:
        first = True
        while True:
            with suppress(OSError):
                reader, writer = await asyncio.open_unix_connection(path, limit=1 << 24)
                await reader.readline()
                while True:
                    writer.write(asked)
                    if first:
                        first = False
                        await begun.wait()
                    if not await reader.readline() or "anew" in kind:
                        break
                writer.close()

    clients = [asyncio.create_task(client()) for _ in range(MANY)]
    await begun.wait()
    print("flooding", flush=True)
    await asyncio.gather(*clients)
