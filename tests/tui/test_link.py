"""The clients of the protocol: answers by their number, and a plain reason where there is none."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from pi.service.protocol.answers import Done, Reason, Refusal, Status
from pi.service.protocol.commands import FindVehicles, GetStatus, Outcome, Report, ShowCode, Watch
from pi.service.protocol.views import State
from tests.blackbox.caller import GREETING, lying
from tests.blackbox.processes import Place
from tests.pi.service.rig import Rig
from tui.client import AsyncLink, Link, RefusedByServiceError
from tui.service_socket import NoServiceError

FAULT = b'{"type":"Fault","reason":"too_long"}\n'
DONE = b'{"type":"Reply","id":%d,"answer":{"type":"Done"}}\n'


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Where this process looks for the service's socket."""
    place = Place(tmp_path)
    monkeypatch.setenv("STEADYHAND_STATE_DIR", str(place.state))
    monkeypatch.setenv("STEADYHAND_SOCKET", str(place.socket))
    return place


def why_not(connect: Callable[[], object]) -> str:
    with pytest.raises(NoServiceError) as caught:
        connect()
    return caught.value.failure["reason"]


def test_an_answer_is_taken_by_its_number(place: Place) -> None:
    with lying(place, DONE % 7, DONE % 1), Link() as link:
        assert link.ask(Watch()) == Done()


def test_a_refusal_is_raised_with_its_data_and_a_closed_link_leaves_no_socket(place: Place) -> None:
    refusal = b'{"type":"Reply","id":1,"answer":{"type":"Refusal","reason":"locked"}}\n'
    with lying(place, refusal):
        with Link() as link, pytest.raises(RefusedByServiceError) as caught:
            link.ask(ShowCode())
        assert caught.value.refusal == Refusal(reason=Reason.LOCKED)
        with pytest.raises(OSError, match="Bad file descriptor"):
            link.ask(Watch())


def test_a_greeting_that_is_none_of_ours_is_told_apart(place: Place) -> None:
    for greeting, reason in (
        (b"220 mail.example ESMTP\n", "not_a_service"),
        (b"\xff\xfe\n", "not_a_service"),
        (b'{"type":"Greeting","protocol":2,"version":"9"}\n', "other_version"),
        (b'{"type":"Fault","reason":"not_allowed"}\n', "not_allowed"),
        (b'{"type":"Fault","reason":"too_many"}\n', "too_many"),
    ):
        with lying(place, greeting=greeting):
            assert why_not(Link) == reason


def test_a_service_that_goes_away_is_told_by_its_last_word(place: Place) -> None:
    for last, reason in (
        (b"", "went_away"),
        (b'{"type":"Reply","id":1', "went_away"),
        (b"nonsense\n", "went_away"),
        (b'{"type":"Fault","reason":"fault"}\n', "fault"),
        (DONE % 2, "went_away"),
    ):
        with lying(place, last, hangs_up=True), Link() as link:
            assert why_not(lambda link=link: link.ask(Watch())) == reason  # type: ignore[misc]


def test_a_fault_is_read_though_the_service_has_hung_up_already(place: Place) -> None:
    """So long a line is not sent to its end."""
    with lying(place, greeting=GREETING + FAULT, hangs_up=True), Link() as link:
        assert why_not(lambda: link.ask(FindVehicles(text="x" * 4_000_000))) == "too_long"


def test_a_socket_that_may_not_be_used_or_is_the_systems_is_told_apart(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with patch("socket.socket.connect", side_effect=PermissionError):
        assert why_not(Link) == "not_allowed"
    monkeypatch.setenv("STEADYHAND_SOCKET", "/run/steadyhand/steadyhand.sock")
    assert why_not(Link) == "stopped"  # and never started by a user


@pytest.mark.parametrize("is_ours", [True, False])
def test_in_a_place_of_ours_only_a_service_of_our_own_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_ours: bool
) -> None:
    """The runtime directory is where one is looked for that nobody named."""
    for name in ("STEADYHAND_SOCKET", "STEADYHAND_STATE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr("pi.places.SYSTEM_SOCKET", str(tmp_path / "none"))
    (tmp_path / "steadyhand").mkdir()
    place = Place(tmp_path, STEADYHAND_SOCKET=str(tmp_path / "steadyhand" / "steadyhand.sock"))
    with lying(place, DONE % 1):
        if is_ours:
            with Link() as link:
                assert link.ask(Watch()) == Done()
        else:
            monkeypatch.setattr("tui.service_socket._peer_user", lambda _: 4_242_424)
            assert why_not(Link) == "not_yours"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A place whose service, once it runs, this process finds."""
    rig = Rig(tmp_path / "state")
    monkeypatch.setenv("STEADYHAND_STATE_DIR", str(rig.directory))
    monkeypatch.setenv("STEADYHAND_SOCKET", str(rig.socket))
    return rig


async def test_states_answers_and_a_refusal_come_to_the_screens_side_by_side(served: Rig) -> None:
    states: list[State] = []
    async with served.service():
        await served.set_up()
        link = AsyncLink(states.append)
        await link.connect()
        heard = asyncio.create_task(link.read())
        asked = [link.ask(Report(outcome=Outcome.REJECTED)) for _ in range(10)]
        said = await asyncio.gather(
            link.ask(ShowCode()), link.ask(Watch()), *asked, return_exceptions=True
        )
        assert (type(said[0]), said[1:]) == (RefusedByServiceError, [Done()] * 11)
        assert len(states) == 11
        assert isinstance(await link.ask(GetStatus()), Status)
        heard.cancel()


async def test_whoever_waits_is_told_when_the_service_ends_and_can_come_back(served: Rig) -> None:
    link = AsyncLink(lambda _: None)
    for _ in range(2):
        with pytest.raises(NoServiceError):
            await link.ask(Watch())
        async with served.service():
            await link.connect()
            heard = asyncio.create_task(link.read())
            assert await link.ask(Watch()) == Done()
        await heard


async def test_a_mistake_of_the_screens_is_not_taken_for_a_lost_service(served: Rig) -> None:
    def draw(_: State) -> None:
        raise ValueError("a mistake")

    async with served.service():
        link = AsyncLink(draw)
        await link.connect()
        heard = asyncio.create_task(link.read())
        with pytest.raises(NoServiceError):
            await link.ask(Watch())
        with pytest.raises(ValueError, match="a mistake"):
            await heard
