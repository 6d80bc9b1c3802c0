"""One user holds a share of the surfaces: whatever they do, others get in."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.service import peers
from pi.service.asks import GetStatus
from pi.service.protocol import Status
from pi.service.shares import FEW, KEPT_FREE, MOST_SURFACES, ONE_USERS, Shares
from tests.pi.service.rig import Rig

NOBODY = 65_534
SYSTEM_PYTHON = shutil.which("python3", path="/usr/bin:/bin")
HOLDS = """
import socket, sys
held, said = [], []
for _ in range(int(sys.argv[2])):
    connected = socket.socket(socket.AF_UNIX)
    connected.connect(sys.argv[1])
    held.append(connected)
    said.append(connected.makefile().readline().strip())
print("[" + ",".join(said) + "]", flush=True)
sys.stdin.read()
"""


def filled(held: dict[int, int]) -> tuple[Shares, ExitStack]:
    """So many surfaces of each user, until the end of the stack."""
    shares, until_left = Shares(), ExitStack()
    for user, count in held.items():
        for _ in range(count):
            until_left.enter_context(shares.held(user))
    return shares, until_left


def test_a_user_has_room_up_to_the_share_and_no_further() -> None:
    shares, leave = filled({1: ONE_USERS - 1})
    assert shares.unwelcome(1) is None
    with leave, shares.held(1):
        assert shares.unwelcome(1) == "too_many_yours"
    assert shares.unwelcome(1) is None


def test_two_who_fill_up_everything_keep_no_third_out_but_for_a_few() -> None:
    shares, _ = filled({1: ONE_USERS, 2: MOST_SURFACES - ONE_USERS, 3: FEW - 1})
    assert shares.unwelcome(3) is None
    with shares.held(3):
        assert shares.unwelcome(3) == "too_many"
        assert shares.unwelcome(4) is None


@given(st.dictionaries(st.integers(0, 9), st.integers(0, ONE_USERS), max_size=10))
def test_no_more_get_in_than_there_is_room_for(wanted: dict[int, int]) -> None:
    shares, got_in = Shares(), 0
    with ExitStack() as until_left:
        for user, count in wanted.items():
            for _ in range(count):
                if shares.unwelcome(user) is None:
                    until_left.enter_context(shares.held(user))
                    got_in += 1
    assert got_in <= MOST_SURFACES + KEPT_FREE


@given(st.lists(st.integers(1, 9), max_size=60), st.integers(0, 9))
def test_who_comes_while_others_hold_their_share_gets_in(others: list[int], user: int) -> None:
    held = {other: min(ONE_USERS, 2 * others.count(other)) for other in set(others) - {user}}
    shares, _ = filled(held)
    assert shares.unwelcome(user) is None


@pytest.fixture
def open_to_nobody(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """A rig whose socket the user nobody may reach, as if they were in the group."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    if SYSTEM_PYTHON is None:
        pytest.skip("no Python that another user may run")
    monkeypatch.setattr(peers, "_in_group", lambda user: user == NOBODY)
    with TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        rig.socket = Path(made) / "s"
        yield rig


@asynccontextmanager
async def held_by_nobody(rig: Rig, count: int) -> AsyncIterator[list[str]]:
    """Connections of another user; what each was told first."""
    assert SYSTEM_PYTHON is not None
    rig.socket.chmod(0o666)
    holder = await asyncio.to_thread(
        subprocess.Popen,
        [SYSTEM_PYTHON, "-I", "-c", HOLDS, str(rig.socket), str(count)],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout is not None
        said = json.loads(await asyncio.to_thread(holder.stdout.readline))
        try:
            yield [each.get("reason", each["type"]) for each in said]
        finally:
            holder.kill()


async def test_a_user_who_holds_the_whole_share_keeps_no_other_out(open_to_nobody: Rig) -> None:
    async with open_to_nobody.service(), held_by_nobody(open_to_nobody, ONE_USERS + 2) as said:
        assert said == ["Greeting"] * ONE_USERS + ["too_many_yours"] * 2
        assert await open_to_nobody.serves()


async def test_whoever_came_first_holds_up_nobody_else(open_to_nobody: Rig) -> None:
    async with open_to_nobody.service():
        first = await open_to_nobody.surface()
        for _ in range(ONE_USERS - 1):
            await open_to_nobody.surface()
        async with held_by_nobody(open_to_nobody, 3) as said:
            assert said == ["Greeting"] * 3
            assert isinstance(await first.ask(GetStatus()), Status)


async def test_room_is_given_back_when_a_user_leaves(open_to_nobody: Rig) -> None:
    async with open_to_nobody.service():
        for _ in range(2):
            async with held_by_nobody(open_to_nobody, ONE_USERS) as said:
                assert said == ["Greeting"] * ONE_USERS
            while open_to_nobody.house.idle_s() == 0.0:
                await asyncio.sleep(0)
