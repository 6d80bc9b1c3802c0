"""A real service in this process, spoken to over its socket by sessions that say anything.

A conversation is either an owner's, who may unlock, or a liar's, who never does and must never
hear a secret. After each round the service is ended, and its files are read through.
"""

import asyncio
import io
from contextlib import redirect_stderr
from pathlib import Path
from random import Random
from typing import Final

from pi.service.core.session import LOCKS_AFTER_IDLE_S
from pi.service.protocol.answers import Done, Fault, RecoveryKeyMade, Reply
from pi.service.protocol.commands import FinishSetUp, NewVehicle, SetUp
from tests.pi.service.rig import PASSPHRASE, PIN, Rig
from tests.tools.fuzz.spoiling import line, spoiled_line
from tests.tools.fuzz.watching import Found, Planted

ROUND: Final = 300  # conversations with one store
LONGEST_TALK: Final = 30  # asks
SET_UP: Final = 0.75  # of the rounds; in the others sessions find a service that never was
SECRET: Final = NewVehicle(
    name="Aunt Mabel's Civic",
    head_unit="honda-6-digit",
    code="361542",
    serial="SN-4471-KELP-0093",
    plate="QX19 ZTV",
    source="a blue folder",
)
SECRETS: Final = (SECRET.name, SECRET.code, SECRET.serial, SECRET.plate, SECRET.source, PASSPHRASE)
PLANTED: Final = Planted(*SECRETS)
FAULTS: Final = {"malformed", "too_long"}


async def converse(random: Random, rig: Rig) -> int:
    """Say some lines, hear all that comes. Returns how many lines were said."""
    is_owner = random.random() < 0.5
    talker = await rig.session()
    count = random.randint(1, LONGEST_TALK)
    lines = [line(random, at, may_open=is_owner) for at in range(count)]
    if random.random() < 0.8:
        lines[-1:] = [spoiled_line(random, may_open=is_owner)]
    await talker.send(b"\n".join(lines) + b"\n" * random.randint(0, 1))
    talker.send_no_more()
    heard = await talker.last_words()
    # Each ask is answered once and in its order, until one can't be followed.
    replies = [said.id for said in heard if isinstance(said, Reply)]
    faults = [said.reason for said in heard if isinstance(said, Fault)]
    assert set(faults) <= FAULTS, f"a fault: {faults}"
    assert len(faults) <= 1, f"{len(faults)} faults"
    assert replies[: count - 1] == list(range(count - 1)), "an ask was not answered in its turn"
    if not is_owner:
        PLANTED.look("what a locked session heard", talker.heard)
    rig.clock.pass_time(random.choice((0.0, 0.1, 5.0, 40.0, LOCKS_AFTER_IDLE_S)))
    if random.random() < 0.2:
        rig.house.mark_now()
        rig.house.lock_idle()
    return count


async def _set_up(rig: Rig) -> None:
    """One vehicle and a passphrase. In memory it is done, and said not to be saved."""
    talker = await rig.session()
    made = await talker.asks(
        SetUp(vehicles=(SECRET,), pin=PIN, passphrase=PASSPHRASE), RecoveryKeyMade
    )
    await talker.asks(FinishSetUp(last_group=made.key.rsplit("-", 1)[-1]), Done)
    talker.hang_up()


async def _round(found: Found, seed: str, first: int, most: int, directory: Path) -> int:
    """Conversations with one service until ``most`` lines were said; how many were."""
    rig, said = Rig(directory), 0
    async with rig.service():
        if Random(f"{seed}:set up:{first}").random() < SET_UP:
            await _set_up(rig)
        for at in range(first, first + ROUND):
            random = Random(f"{seed}:service:{at}")
            with found.one("service", f"{seed}:{at}"):
                said += await converse(random, rig)
            if said >= most:
                break
        assert await rig.serves()
    with found.one("service", f"files after {seed}:{at}", 0):
        for name, content in rig.stored().items():
            PLANTED.look(f"the file {name}", content)
    return said


def conversations(found: Found, seed: str, inputs: int, directory: Path) -> None:
    """Rounds until so many lines were said to a service."""
    before = found.inputs.get("service", 0)
    said = first = 0
    while said < inputs:
        errors = io.StringIO()
        with found.one("service", f"round of {seed}:{first}", 0), redirect_stderr(errors):
            place = directory / str(first)
            said += asyncio.run(_round(found, seed, first, inputs - said, place))
        with found.one("service", f"log of the round of {seed}:{first}", 0):
            assert not errors.getvalue(), errors.getvalue()
        first += ROUND
    found.inputs["service"] = before + said  # each line is an input
