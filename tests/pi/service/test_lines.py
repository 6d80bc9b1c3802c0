"""Whatever bytes a surface sends: an answer, or one fault and the end. Nobody else notices."""

import asyncio

import msgspec
import pytest

from pi.service.asks import GetStatus, ShowCode
from pi.service.protocol import LONGEST_LINE, PROTOCOL, Fault, Line, Reply, Status
from pi.service.refusal import Refusal
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker

STATUS = b'{"id":1,"ask":{"type":"GetStatus"}}'
MALFORMED = [
    b"\n",
    b"hello\n",
    b"{}\n",
    b"[]\n",
    b"null\n",
    b'{"also":' + b"[" * 60_000 + b"\n",
    b'{"id":1}\n',
    b'{"id":1,"ask":{}}\n',
    b'{"id":1,"ask":{"type":"Reboot"}}\n',
    b'{"id":1,"ask":{"type":"_Ask"}}\n',
    b'{"id":"1","ask":{"type":"GetStatus"}}\n',
    b'{"id":1.5,"ask":{"type":"GetStatus"}}\n',
    b'{"id":1,"ask":{"type":"GetStatus","also":1}}\n',
    b'{"id":1,"ask":{"type":"GetStatus"},"also":1}\n',
    b'{"id":1,"ask":{"type":"ConfirmStep","step":"3"}}\n',
    b'{"id":1,"ask":{"type":"ConfirmStep","step":null}}\n',
    b'{"id":1,"ask":{"type":"Report","outcome":"exploded"}}\n',
    b'{"id":1,"ask":{"type":"Unlock","kind":"magic","secret":"x"}}\n',
    b'{"id":1,"ask":{"type":"SetUp","vehicles":[{"name":"x"}]}}\n',
    b'{"id":1,"ask":{"type":"GetStatus"}}garbage\n',
    b'{"id":1,"ask":{"type":"FindVehicles","text":"\xff\xfe"}}\n',
    b'{"id":1,"ask":{"type":"FindVehicles","text":"\\ud800"}}\n',
    b"\x00\x01\x02\xff\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"[" * 60_000 + b"\n",
    b'{"id":' + b"1" * 60_000 + b',"ask":{"type":"GetStatus"}}\n',
]


async def reply(talker: Talker) -> Reply:
    said = await talker.hear()
    assert isinstance(said, Reply)
    return said


async def test_the_service_greets_first(empty: Rig) -> None:
    greeting = (await empty.surface()).greeting
    assert greeting is not None
    assert greeting.protocol == PROTOCOL


@pytest.mark.parametrize("line", MALFORMED, ids=lambda line: repr(line[:60]))
async def test_a_line_that_is_no_ask_gets_one_fault(empty: Rig, line: bytes) -> None:
    talker = await empty.surface()
    await talker.send(line)
    assert await talker.fault() == "malformed"


async def test_a_line_that_is_no_ask_is_noticed_by_nobody_else(running: Rig) -> None:
    watcher = await running.watcher()
    for line in MALFORMED:
        talker = await running.surface()
        await talker.send(line)
        await talker.fault()
    before = len(watcher.states)
    await watcher.catch_up()
    assert len(watcher.states) == before


async def test_what_follows_a_line_that_is_no_ask_is_not_done(running: Rig) -> None:
    talker = await running.surface()
    report = b'{"id":2,"ask":{"type":"Report","outcome":"rejected"}}\n'
    await talker.send(b"nonsense\n" + report)
    await talker.fault()
    state = (await running.watcher()).state
    assert state.radio is not None
    assert state.radio.rejected == 0


async def test_what_came_before_it_is_done(running: Rig) -> None:
    talker = await running.surface()
    await talker.send(b'{"id":2,"ask":{"type":"Report","outcome":"rejected"}}\nnonsense\n')
    said = await talker.last_words()
    assert [type(one) for one in said] == [Reply, Fault]


async def test_an_oversized_line_is_too_long(empty: Rig) -> None:
    talker = await empty.surface()
    await talker.send(b'{"id":1,"ask":{"type":"FindVehicles","text":"' + b"x" * LONGEST_LINE)
    assert await talker.fault() == "too_long"


async def test_an_oversized_line_that_ends_is_too_long_as_well(empty: Rig) -> None:
    talker = await empty.surface()
    text = b"x" * (LONGEST_LINE + 1)
    await talker.send(b'{"id":1,"ask":{"type":"FindVehicles","text":"' + text + b'"}}\n')
    assert await talker.fault() == "too_long"


async def test_a_line_just_within_the_limit_is_answered(empty: Rig) -> None:
    talker = await empty.surface()
    start, end = b'{"id":1,"ask":{"type":"FindVehicles","text":"', b'"}}\n'
    await talker.send(start + b"x" * (LONGEST_LINE - len(start) - len(end)) + end)
    assert (await reply(talker)).id == 1


@pytest.mark.parametrize("part", [b"{", STATUS, STATUS[:20], b"\xff"])
async def test_a_line_cut_off_by_the_end_is_malformed(empty: Rig, part: bytes) -> None:
    talker = await empty.surface()
    await talker.send(part)
    talker.send_no_more()
    assert await talker.fault() == "malformed"


async def test_a_surface_that_ends_between_lines_is_not_blamed(empty: Rig) -> None:
    talker = await empty.surface()
    await talker.send(STATUS + b"\n")
    talker.send_no_more()
    assert [type(one) for one in await talker.last_words()] == [Reply]


async def test_a_line_may_come_in_single_bytes(empty: Rig) -> None:
    talker = await empty.surface()
    for byte in STATUS + b"\n":
        await talker.send(bytes([byte]))
        await asyncio.sleep(0)
    assert (await reply(talker)).id == 1


async def test_many_asks_in_one_go_are_answered_in_their_order(empty: Rig) -> None:
    talker = await empty.surface()
    asked = [5, 3, 3, -1, 0, 2**64]
    lines = (msgspec.json.encode(Line(id=number, ask=GetStatus())) for number in asked)
    await talker.send(b"\n".join(lines) + b"\n")
    assert [(await reply(talker)).id for _ in asked] == asked


@pytest.mark.parametrize("number", [10**30, -(10**30), 2**63, -1])
@pytest.mark.parametrize(
    "ask",
    [
        '{"type":"GetHistory","before":N}',
        '{"type":"GetHistory","limit":N}',
        '{"type":"GetHistory","vehicle":N}',
        '{"type":"FindVehicles","limit":N}',
        '{"type":"Report","outcome":"asking","answers":N}',
        '{"type":"ConfirmStep","step":N}',
    ],
)
async def test_numbers_of_any_size_are_answered(running: Rig, ask: str, number: int) -> None:
    talker = await running.surface()
    await talker.send(b'{"id":1,"ask":%s}\n' % ask.replace("N", str(number)).encode())
    talker.send_no_more()
    (said,) = await talker.last_words()
    assert isinstance(said, Reply) or said == Fault(reason="malformed")


async def test_an_ask_before_watching_is_answered(running: Rig) -> None:
    talker = await running.surface()
    assert isinstance(await talker.ask(ShowCode()), Refusal)


async def test_a_fault_of_ours_is_told_by_its_place_alone(
    running: Rig, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the code is 3712")

    monkeypatch.setattr(running.house.companion.fleet, "chosen", fail)
    talker, other = await running.surface(), await running.surface()
    await talker.send(msgspec.json.encode(Line(id=1, ask=ShowCode())) + b"\n")
    assert await talker.fault() == "fault"
    said = capfd.readouterr()
    assert "3712" not in said.err + said.out
    assert "RuntimeError in fail" in said.err
    assert isinstance(await other.ask(GetStatus()), Status)
