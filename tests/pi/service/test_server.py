"""Who gets in, how much room each has, and whatever bytes or floods a session sends.

No line of ours is longer than any may be: ``Talker.hear`` asserts it.
"""

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

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.service.net import admission
from pi.service.net.admission import (
    FEW,
    MOST_SESSIONS,
    ONE_USERS,
    SPARE_PLACES,
    Shares,
    allowed,
    peer_user,
)
from pi.service.protocol.answers import LONGEST_LINE, PROTOCOL, Fault, Line, Message, Reply, Status
from pi.service.protocol.commands import GetStatus, Outcome, ShowCode, Watch
from tests.pi.service.driving import radio_of, told
from tests.pi.service.rig import BY_PASSPHRASE, PATIENCE_S, QASHQAI, Rig, Talker

STATUS = b'{"id":1,"ask":{"type":"GetStatus"}}'
MALFORMED = [
    b"\n",
    b"hello\n",
    b"{}\n",
    b'{"also":' + b"[" * 60_000 + b"\n",
    b'{"id":1,"ask":{}}\n',
    b'{"id":1,"ask":{"type":"_Ask"}}\n',
    b'{"id":"1","ask":{"type":"GetStatus"}}\n',
    b'{"id":1,"ask":{"type":"GetStatus","also":1}}\n',
    b'{"id":1,"ask":{"type":"GetStatus"},"also":1}\n',
    b'{"id":1,"ask":{"type":"SetUp","vehicles":[{"name":"x"}]}}\n',
    b'{"id":1,"ask":{"type":"GetStatus"}}garbage\n',
    b'{"id":1,"ask":{"type":"FindVehicles","text":"\xff\xfe"}}\n',
    b'{"id":1,"ask":{"type":"FindVehicles","text":"\\ud800"}}\n',
    b'{"id":' + b"1" * 60_000 + b',"ask":{"type":"GetStatus"}}\n',
]


async def reply(talker: Talker) -> Reply:
    said = await talker.hear()
    assert isinstance(said, Reply)
    return said


async def test_a_line_that_is_no_ask_gets_one_fault_and_nobody_notices(running: Rig) -> None:
    watcher = await running.watcher()
    before = len(watcher.states)
    for line in MALFORMED:
        talker = await running.session()
        await talker.send(line)
        assert (line[:60], await talker.fault()) == (line[:60], "malformed")
    await watcher.catch_up()
    assert len(watcher.states) == before


async def test_what_came_before_it_is_done_and_what_follows_is_not(running: Rig) -> None:
    talker = await running.session()
    assert talker.greeting is not None
    assert talker.greeting.protocol == PROTOCOL
    report = b'{"id":2,"ask":{"type":"Report","outcome":"rejected"}}\n'
    await talker.send(report + b"nonsense\n" + report)
    assert [type(one) for one in await talker.last_words()] == [Reply, Fault]
    assert radio_of(await running.watcher()).rejected == 1


@pytest.mark.parametrize("end", [b"", b'"}}\n'], ids=["without an end", "with an end"])
async def test_an_oversized_line_is_too_long_and_one_within_the_limit_is_answered(
    empty: Rig, end: bytes
) -> None:
    talker, start = await empty.session(), b'{"id":1,"ask":{"type":"FindVehicles","text":"'
    await talker.send(start + b"x" * (LONGEST_LINE - len(start) - 5) + b'"}}\n')
    assert (await reply(talker)).id == 1
    await talker.send(start + b"x" * (LONGEST_LINE + 1) + end)
    assert await talker.fault() == "too_long"


@pytest.mark.parametrize("part", [b"", b"{", STATUS, STATUS[:20], b"\xff"])
async def test_who_ends_between_lines_is_not_blamed_and_who_ends_within_one_is(
    empty: Rig, part: bytes
) -> None:
    talker = await empty.session()
    await talker.send(STATUS + b"\n" + part)
    talker.send_no_more()
    done, *blamed = await talker.last_words()
    assert isinstance(done, Reply)
    assert blamed == [Fault(reason="malformed")] * bool(part)


async def test_many_asks_in_one_go_are_answered_in_their_order(empty: Rig) -> None:
    talker = await empty.session()
    asked = [5, 3, 3, -1, 0, 2**64]
    lines = (msgspec.json.encode(Line(id=number, ask=GetStatus())) for number in asked)
    await talker.send(b"\n".join(lines) + b"\n")
    assert [(await reply(talker)).id for _ in asked] == asked


async def test_a_fault_of_ours_is_told_by_its_place_alone(
    running: Rig, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the code is 3712")

    monkeypatch.setattr(running.house.companion.vehicles, "chosen", fail)
    talker, other = await running.session(), await running.session()
    await talker.send(msgspec.json.encode(Line(id=1, ask=ShowCode())) + b"\n")
    assert await talker.fault() == "fault"
    said = capfd.readouterr()
    assert "3712" not in said.err + said.out
    assert "RuntimeError in fail" in said.err
    assert isinstance(await other.ask(GetStatus()), Status)


FLOODS = 20
ASKS = 150


async def test_a_question_and_a_report_are_answered_while_floods_wait(running: Rig) -> None:
    other, owner, seen = await running.session(), await running.owner(), list[Message | None]()
    floods = [await running.session() for _ in range(FLOODS)]
    for flood in floods:
        await flood.send((STATUS + b"\n") * ASKS)

    async def read(flood: Talker) -> None:
        for _ in range(ASKS):
            seen.append(await flood.hear())

    reading = asyncio.gather(*map(read, floods))
    assert isinstance(await other.ask(GetStatus()), Status)
    await owner.does(told(Outcome.ASKING))
    before = len(seen)
    await reading
    assert before < FLOODS * ASKS / 10
    assert {type(said) for said in seen} == {Reply}  # every ask of a flood is answered, too


async def test_a_line_that_trickles_has_no_longer_than_one_that_stops(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte in time does not make the line be in time: not by a clock that runs with them."""
    talker, loop, ahead_s = await empty.session(), asyncio.get_running_loop(), 0.0
    real = loop.time
    monkeypatch.setattr(admission, "LINE_WITHIN_S", 5.0)
    monkeypatch.setattr(loop, "time", lambda: real() + ahead_s)

    async def trickle() -> None:
        nonlocal ahead_s
        while True:
            await talker.send(b" ")
            await asyncio.sleep(0)
            ahead_s += 0.05

    trickling = asyncio.create_task(trickle())
    assert await talker.fault() == "too_slow"
    trickling.cancel()
    await asyncio.gather(trickling, return_exceptions=True)


@pytest.mark.parametrize(
    ("limit", "said", "fault"),
    [("FIRST_WITHIN_S", b"", "silent"), ("LINE_WITHIN_S", b"{", "too_slow")],
)
async def test_who_says_nothing_whole_keeps_others_out_for_no_longer_than_their_time(
    empty: Rig, monkeypatch: pytest.MonkeyPatch, limit: str, said: bytes, fault: str
) -> None:
    watcher = await empty.watcher()  # which may be silent for ever
    monkeypatch.setattr(admission, limit, 0.0)
    squatters = [await empty.session() for _ in range(ONE_USERS - 2)]
    for squatter in squatters:
        await squatter.send(said)
    for squatter in squatters:
        assert await squatter.fault() == fault
    assert isinstance(await watcher.ask(GetStatus()), Status)
    monkeypatch.undo()
    assert await empty.serves()


async def test_what_a_dropped_flood_had_asked_for_is_not_done(running: Rig) -> None:
    flood = await running.session()
    report = msgspec.json.encode(Line(id=1, ask=told(Outcome.REJECTED))) + b"\n"
    await flood.send(report * 50)
    flood.hang_up()
    assert await running.serves()
    before = running.stored()
    assert await running.serves()
    assert running.stored() == before


@pytest.mark.parametrize("watches", [False, True])
async def test_who_does_not_read_is_dropped_and_others_are_served_and_told(
    empty: Rig, watches: bool
) -> None:
    await empty.set_up(replace(QASHQAI, name="\N{AUTOMOBILE}" * 200))  # a long state fills sooner
    owner, send = await empty.owner(), asyncio.get_running_loop().sock_sendall
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.connect(str(empty.socket))
        deaf.setblocking(False)
        for ask in (Watch(), BY_PASSPHRASE) if watches else ():
            await send(deaf, msgspec.json.encode(Line(id=1, ask=ask)) + b"\n")
        with suppress(ConnectionError):
            while True:
                await owner.does(told(Outcome.REJECTED))  # which is always news
                await send(
                    deaf, b"{" if watches else (STATUS + b"\n") * 50
                )  # half a line asks for nothing
    assert await empty.serves()


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
    """So many sessions of each user, until the end of the stack."""
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
    shares, _ = filled({1: ONE_USERS, 2: MOST_SESSIONS - ONE_USERS, 3: FEW - 1})
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
    assert got_in <= MOST_SESSIONS + SPARE_PLACES


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
                session = await reachable.session()
                assert isinstance(await session.ask(GetStatus()), Status)
            session.hang_up()
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
    talkers = [await running.session() for _ in range(ONE_USERS)]
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
