"""Who gets in: the own user, root and the group, and one user holds a share of the room at most."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, suppress
from grp import struct_group
from pathlib import Path
from pwd import struct_passwd
from tempfile import TemporaryDirectory
from threading import Event
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.service.net import admission
from pi.service.net.admission import (
    FEW,
    KEPT_FREE,
    MOST_SURFACES,
    ONE_USERS,
    Shares,
    allowed,
    peer_user,
)
from pi.service.protocol.answers import Status
from pi.service.protocol.commands import GetStatus
from tests.pi.service.rig import Rig
from tests.pi.service.talker import PATIENCE_S

STRANGER = 4_242_424
GROUP_ID = 4_343
NOBODY = 65_534
SYSTEM_PYTHON = shutil.which("python3", path="/usr/bin:/bin")


@pytest.fixture
def pair() -> Iterator[socket.socket]:
    """One end of a pair of sockets, whose other end is this process."""
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        yield one


@pytest.mark.parametrize(
    ("user", "members", "group", "wanted"),
    [
        (os.getuid(), (), GROUP_ID, True),
        (0, (), GROUP_ID, True),
        (STRANGER, ("passenger", "driver"), GROUP_ID, True),
        (STRANGER, (), 100, True),  # whose first group it is
        (STRANGER, ("passenger",), GROUP_ID, False),
        (2**32 - 2, ("driver",), GROUP_ID, False),  # without an account
    ],
)
def test_the_services_own_user_root_and_the_group_may_speak(
    monkeypatch: pytest.MonkeyPatch,
    pair: socket.socket,
    user: int,
    members: tuple[str, ...],
    group: int,
    wanted: bool,
) -> None:
    def account(number: int) -> struct_passwd:
        if number != STRANGER:
            raise KeyError(number)
        return struct_passwd(("driver", "x", STRANGER, 100, "", "/", "/bin/sh"))

    assert peer_user(pair) == os.getuid()  # as the kernel says
    monkeypatch.setattr(admission, "peer_user", lambda _: user)
    monkeypatch.setattr("pwd.getpwuid", account)
    found = struct_group(("steadyhand", "x", group, list(members)))
    monkeypatch.setattr("grp.getgrnam", lambda _: found)
    assert allowed(pair) is wanted
    monkeypatch.setattr("os.getuid", lambda: STRANGER + 1)
    assert allowed(pair) is (wanted and user in {0, STRANGER})
    monkeypatch.setattr("grp.getgrnam", {}.__getitem__)  # there is no such group
    assert allowed(pair) is (wanted and user in {0, STRANGER + 1})


def as_nobody(script: str, *arguments: str) -> "subprocess.Popen[str]":
    """A process of a user who may do nothing."""
    assert SYSTEM_PYTHON is not None
    return subprocess.Popen(
        [SYSTEM_PYTHON, "-I", "-c", script, *arguments],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def reachable(rig: Rig) -> Iterator[Rig]:
    """A rig whose socket lies where any user may come, as far as its own mode lets them."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    if SYSTEM_PYTHON is None:
        pytest.skip("no Python that another user may run")
    with TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        rig.socket = Path(made) / "s"
        yield rig


async def test_nobody_can_not_connect_and_is_told_so_where_they_can(reachable: Rig) -> None:
    async with reachable.service():
        for mode, wanted in (0o660, "PermissionError"), (0o666, "not_allowed"):
            reachable.socket.chmod(mode)
            with as_nobody(HOLDS, str(reachable.socket), "1") as asking:
                said, error = await asyncio.to_thread(asking.communicate)
            assert wanted in (error if mode == 0o660 else said)


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


@asynccontextmanager
async def held_by_nobody(rig: Rig, count: int) -> AsyncIterator[list[str]]:
    """Connections of another user; what each was told first."""
    rig.socket.chmod(0o666)
    with await asyncio.to_thread(as_nobody, HOLDS, str(rig.socket), str(count)) as holder:
        assert holder.stdout is not None
        said = json.loads(await asyncio.to_thread(holder.stdout.readline))
        try:
            yield [each.get("reason", each["type"]) for each in said]
        finally:
            holder.kill()


async def test_a_user_who_holds_a_whole_share_keeps_no_other_out(
    reachable: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "_in_group", lambda user: user == NOBODY)
    async with reachable.service():
        for _ in range(2):
            async with held_by_nobody(reachable, ONE_USERS + 2) as said:
                assert said == ["Greeting"] * ONE_USERS + ["too_many_yours"] * 2
                surface = await reachable.surface()
                assert isinstance(await surface.ask(GetStatus()), Status)
            surface.hang_up()
            async with asyncio.timeout(PATIENCE_S):
                while reachable.house.idle_s() == 0.0:
                    await asyncio.sleep(0)


@pytest.mark.parametrize("turns", range(7))
async def test_who_comes_in_while_the_service_leaves_is_hung_up_on(rig: Rig, turns: int) -> None:
    """At whichever step of being let in: nobody waits for a greeting that never comes."""
    with socket.socket(socket.AF_UNIX) as caller:
        async with rig.service():
            caller.connect(str(rig.socket))
            for _ in range(turns):
                await asyncio.sleep(0)
        reader, writer = await asyncio.open_unix_connection(sock=caller)
        async with asyncio.timeout(PATIENCE_S):
            with suppress(ConnectionResetError):
                assert b"Greeting" in await reader.readline()
                assert await reader.read() == b""
        writer.close()


async def test_room_that_only_the_gone_still_hold_is_given_away(
    running: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they asked for is not done yet: a thread has it, or stands still with another's."""
    go_on, begun = Event(), list[object]()

    def begin(*asked: object) -> SimpleNamespace:
        begun.append(asked)
        return SimpleNamespace(derive=lambda: go_on.wait(PATIENCE_S))

    monkeypatch.setattr(running.house.unlocking.vault, "begin_unlock", begin)
    talkers = [await running.surface() for _ in range(ONE_USERS)]
    for talker in talkers:
        await talker.send(
            b'{"id":1,"ask":{"type":"Unlock","kind":"passphrase","secret":"no such words"}}\n'
        )
    async with asyncio.timeout(PATIENCE_S):
        while len(begun) < ONE_USERS:
            await asyncio.sleep(0)
    for talker in talkers:
        talker.hang_up()
    assert await running.serves()
    go_on.set()
