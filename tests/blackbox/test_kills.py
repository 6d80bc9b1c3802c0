"""The service is killed while surfaces ask: what it acknowledged is there, and nothing is made up.

The kill falls while many asks are under way: some are answered, one is being done, some are unread.
"""

import json
import os
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pi.service.asks import (
    AddVehicles,
    Ask,
    ConfirmStep,
    FinishSetUp,
    GetHistory,
    GetStatus,
    Outcome,
    Practise,
    PromptConfirm,
    Report,
    SetUp,
    StartWalkthrough,
    TickPlace,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import Answer, Done, History, RecoveryKeyMade, Status
from pi.service.refusal import Reason, Refusal
from pi.service.shown import RadioView, WaitView
from tests.blackbox.caller import Caller, calling
from tests.blackbox.places import OPEN, STORE_ALONE
from tests.blackbox.processes import PATIENCE_S, Place
from tests.pi.service.rig import CORSA, PIN, QASHQAI

VANS = tuple(replace(CORSA, name=f"Van {at}", source="x" * 100) for at in range(100))
MOMENTS = [0, 1, 2, 3, 5, 8, 13]
REFUSED = Report(outcome=Outcome.REJECTED, vehicle=1)
FORD_REJECTS = Report(outcome=Outcome.REJECTED, vehicle=3)
FORD_SLIPS = Report(outcome=Outcome.ACCEPTED, vehicle=3)
FORD_BACK = Report(outcome=Outcome.TAKE_BACK, vehicle=3)
FORD_IS_ON = Report(outcome=Outcome.POWER_ON, vehicle=3)
WRONG_PIN = Unlock(kind=UnlockKind.PIN, secret="000000")
ENTRY: list[Ask] = [
    StartWalkthrough(vehicle=1),
    *[ConfirmStep(step=at) for at in range(5)],
    PromptConfirm(step=5, sure=True),
]
PRACTICE: list[Ask] = [
    Practise(head_unit="nissan-radio-code"),
    StartWalkthrough(),
    ConfirmStep(step=0),
    Report(outcome=Outcome.REJECTED),
]
RACERS = 50
TRY = b'{"id":1,"ask":{"type":"Unlock","kind":"pin","secret":"999999"}}\n'
LEFT_AFTER_FREE_TRIES = [9, 8, 7, 6, 5]
deep = pytest.mark.exhaustive


def killed_after(
    place: Place, answered: int, asked: list[Ask], first: Ask | None = None
) -> list[Answer | Refusal]:
    """Kill the service once so many asks are answered; every answer it gave.

    ``first`` is asked and answered before.
    """
    with place.service() as service, calling(place) as caller:
        if first is not None:
            caller.ask(first)
        caller.send(*asked)
        said = caller.hear(answered)
        service.kill()
        return said + caller.hear()


def radios(caller: Caller) -> tuple[RadioView, ...]:
    """Where each radio stands."""
    status = caller.ask(GetStatus())
    assert isinstance(status, Status)
    return status.radios


def radios_of_the_next(place: Place) -> tuple[RadioView, ...]:
    """Where the next service says that each radio stands."""
    with place.service(), calling(place) as caller:
        return radios(caller)


def waited(caller: Caller) -> WaitView:
    """The Ford's wait."""
    wait = radios(caller)[2].wait
    assert wait is not None
    return wait


def refusals_noted(caller: Caller) -> int:
    """How often the journal holds that the Qashqai refused a code."""
    history = caller.ask(GetHistory(vehicle=1, limit=200))
    assert isinstance(history, History)
    return [line.kind for line in history.lines].count("CodeRejected")


def test_every_acknowledged_report_is_there_kill_after_kill_and_one_more_at_most(
    kept: Place,
) -> None:
    least = most = 0
    for answered in MOMENTS:
        with kept.service() as service, calling(kept) as caller:
            noted = refusals_noted(caller)
            assert least <= noted <= most
            caller.send(*[REFUSED] * 20)
            said = caller.hear(answered)
            service.kill()
            said += caller.hear()
        assert said == [Done()] * len(said)
        least, most = noted + len(said), noted + len(said) + 1
    with kept.service() as service, calling(kept) as caller:
        assert least <= refusals_noted(caller) <= most
        service.terminate()
        service.wait()
    assert sorted(os.listdir(kept.state)) == STORE_ALONE


@pytest.mark.parametrize(
    "answered", [pytest.param(0, marks=deep), 1, pytest.param(2, marks=deep), 3]
)
def test_the_tries_told_as_wrong_are_counted(kept: Place, answered: int) -> None:
    said = killed_after(kept, answered, [FORD_REJECTS] * 3)
    ford = radios_of_the_next(kept)[2]
    assert len(said) <= ford.rejected <= len(said) + 1
    assert ford.state == ("Waiting" if ford.rejected == 3 else "Asking")


@pytest.mark.parametrize(
    "answered", [0, *(pytest.param(at, marks=deep) for at in range(1, 5)), 5, 6, 7]
)
def test_an_entry_is_cut_off_or_its_outcome_unknown(kept: Place, answered: int) -> None:
    said = len(killed_after(kept, answered, ENTRY, first=OPEN))
    qashqai = radios_of_the_next(kept)[0]
    allowed = {"OutcomeUnknown"} if said == 7 else {"Asking"}
    assert qashqai.state in allowed | ({"OutcomeUnknown"} if said == 6 else set())
    assert qashqai.rejected == 0
    assert said == 0 or qashqai.cut_off == (qashqai.state == "Asking")


def test_a_pin_try_that_was_answered_is_counted_and_the_right_pin_opens_all_the_same(
    kept: Place,
) -> None:
    answered = sum(len(killed_after(kept, at, [WRONG_PIN])) for at in (0, 1))
    with kept.service(), calling(kept) as caller:
        refusal = caller.ask(WRONG_PIN)
        assert isinstance(refusal, Refusal)
        assert answered + 1 <= 10 - (refusal.tries_left or 0) <= 3
        assert caller.ask(Unlock(kind=UnlockKind.PIN, secret=PIN)) == Done()


@pytest.mark.parametrize("answered", [0, 1, *(pytest.param(at, marks=deep) for at in (0, 1, 0, 1))])
def test_a_set_up_is_whole_or_not_there(place: Place, answered: int) -> None:
    with place.service() as service, calling(place) as caller:
        made = caller.ask(SetUp(vehicles=(QASHQAI,)))
        assert isinstance(made, RecoveryKeyMade)
        caller.send(FinishSetUp(last_group=made.key.rsplit("-", 1)[-1]))
        said = caller.hear(answered)
        service.kill()
        finished = said + caller.hear() == [Done()]
    with place.service(), calling(place) as caller:
        opened = caller.ask(Unlock(kind=UnlockKind.RECOVERY, secret=made.key)) == Done()
        assert len(radios(caller)) == int(opened)
    assert opened or not finished


@pytest.mark.parametrize("answered", [*(pytest.param(at, marks=deep) for at in (0, 1)), 2, 3])
def test_of_vehicles_added_together_all_are_there_or_none(kept: Place, answered: int) -> None:
    lines = [AddVehicles(vehicles=VANS[at : at + 40], more=at < 80) for at in (0, 40, 80)]
    said = killed_after(kept, answered, [*lines], first=OPEN)
    assert len(radios_of_the_next(kept)) - 3 in ({0, 100} if len(said) < 3 else {100})


@pytest.mark.parametrize("_", [0, 1, *(pytest.param(at, marks=deep) for at in range(2, 6))])
def test_a_kill_in_the_middle_of_the_write_leaves_all_of_them_or_none(kept: Place, _: int) -> None:
    begun = Path(f"{kept.database}-journal")
    with kept.service() as service, calling(kept) as caller:
        caller.ask(OPEN)
        caller.send(AddVehicles(vehicles=VANS))
        while not begun.exists() and not caller.has_word():
            pass
        service.kill()
        said = caller.hear()
    assert len(radios_of_the_next(kept)) - 3 in ({0, 100} if not said else {100})


def test_a_wait_counts_no_more_than_passed_and_no_less_than_was_saved(kept: Place) -> None:
    began, saved = time.monotonic(), 0.0
    for turn in range(4):
        with kept.service() as service, calling(kept) as caller:
            if not saved:
                caller.send(*[FORD_REJECTS] * 3)
                caller.hear(3)
            assert saved <= waited(caller).counted_s <= time.monotonic() - began
            saved = waited(caller).counted_s
            caller.ask(FORD_IS_ON)
            looked = TickPlace(place="papers", looked=turn % 2 == 0, vehicle=3)
            caller.ask(looked)  # all that is news saves a mark: at least this much
            service.kill()
    assert saved > 0.0


def test_the_holes_between_kills_are_not_counted(kept: Place) -> None:
    killed_after(kept, 3, [FORD_REJECTS] * 3)
    watched = 0.0
    for _ in range(2):
        began = time.monotonic()
        killed_after(kept, 1, [FORD_IS_ON])
        watched += time.monotonic() - began
        killed_after(Place(kept.directory / "other"), 0, [])  # seconds that nobody watches
    with kept.service(), calling(kept) as caller:
        wait = waited(caller)
    assert (wait.interruptions, wait.counted_s < watched) == (3, True)


@pytest.mark.parametrize("answered", [pytest.param(0, marks=deep), 1, 2])
def test_a_slip_that_was_taken_back_is_as_if_it_had_not_been(kept: Place, answered: int) -> None:
    killed_after(kept, 3, [FORD_REJECTS] * 3)
    said = killed_after(kept, answered, [FORD_SLIPS, FORD_BACK])
    assert said == [Done()] * len(said)
    with kept.service(), calling(kept) as caller:
        if radios(caller)[2].state == "Playing":  # the slip alone is on the card
            caller.ask(FORD_BACK)
        found = radios(caller)[2]
        wait = waited(caller)
        again = caller.ask(FORD_BACK) if len(said) == 2 else None
    assert (found.state, found.rejected, wait.owed_s) == ("Waiting", 3, 3672.0)
    assert again is None or again == Refusal(reason=Reason.NOTHING_TO_TAKE_BACK, state="Waiting")


def test_a_practice_opens_no_file_and_killed_it_leaves_the_card_as_it_was(kept: Place) -> None:
    with kept.service() as service, calling(kept) as caller:
        before, opened = kept.files(), files_open_in(service.pid)
        assert [caller.ask(ask) for ask in PRACTICE] == [Done()] * len(PRACTICE)
        assert files_open_in(service.pid) == opened
        service.kill()
        service.wait()
    assert kept.files() == before


def files_open_in(process: int) -> set[str]:
    """What a process has open, sockets and pipes left out."""
    links = (os.readlink(each) for each in Path(f"/proc/{process}/fd").iterdir())
    return {link for link in links if link.startswith("/")}


@pytest.mark.parametrize(
    "kills",
    [
        [0, 3],
        [2],
        *(pytest.param(each, marks=deep) for each in ([1, 1, 1], [6], [4, 0, 5])),
    ],
    ids=str,
)
def test_kills_and_crowds_win_no_try(kept: Place, kills: list[int]) -> None:
    """Five tries are free, however many ask at once and however often the power goes."""
    left = [one for after in kills for one in race(kept, after)]
    left += race(kept, RACERS)
    # An answer that was cut off may be missing; none comes twice, and none comes beyond.
    assert sorted(left, reverse=True) == [each for each in LEFT_AFTER_FREE_TRIES if each in left]


def race(place: Place, answers: int) -> list[int]:
    """All ask at once; the service is killed after so many answers. The tries that were left."""
    with place.service() as service, ExitStack() as hung_up:
        racers = [hung_up.enter_context(connected(place)) for _ in range(RACERS)]
        for racer in racers:
            racer.sendall(TRY)
        heard = answers_of(racers)
        said = [next(heard) for _ in range(answers)]
        service.kill()
        service.wait()
    return [one["tries_left"] for one in said if one["reason"] == "wrong_secret"]


def connected(place: Place) -> socket.socket:
    """A connection that has been greeted."""
    racer = socket.socket(socket.AF_UNIX)
    racer.settimeout(PATIENCE_S)
    racer.connect(str(place.socket))
    assert b"Greeting" in racer.recv(4096)
    return racer


def answers_of(racers: list[socket.socket]) -> Iterator[dict[str, Any]]:
    """The answers as they come."""
    with selectors.DefaultSelector() as selector:
        for racer in racers:
            selector.register(racer, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select(PATIENCE_S):
                assert isinstance(key.fileobj, socket.socket)
                yield json.loads(key.fileobj.recv(4096))["answer"]
                selector.unregister(key.fileobj)
