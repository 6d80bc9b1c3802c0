"""The service is killed while sessions ask: what it acknowledged is there, and nothing is made up.

The kill falls while many asks are under way: some are answered, one is being done, some are unread.
"""

import os
import sqlite3
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.service.protocol import commands
from pi.service.protocol.answers import (
    Answer,
    Done,
    History,
    Reason,
    RecoveryKeyMade,
    Refusal,
    Status,
)
from pi.service.protocol.commands import Ask, Outcome, Report
from pi.service.protocol.views import RadioView, WaitView
from tests.blackbox.caller import Caller, calling
from tests.blackbox.places import OPEN, STORE_ALONE
from tests.blackbox.processes import Place, until
from tests.pi.service.rig import CORSA, QASHQAI

VANS = tuple(replace(CORSA, name=f"Van {at}", source="x" * 100) for at in range(100))
MOMENTS = [0, 1, 2, 3, 5, 8, 13]
REFUSED = Report(outcome=Outcome.REJECTED, vehicle=1)
FORD_REJECTS = Report(outcome=Outcome.REJECTED, vehicle=3)
FORD_IS_ON = Report(outcome=Outcome.POWER_ON, vehicle=3)
WRONG_PIN = commands.Unlock(kind=commands.UnlockKind.PIN, secret="000000")
ENTRY: list[Ask] = [
    commands.StartWalkthrough(vehicle=1),
    *[commands.ConfirmStep(step=at) for at in range(5)],
    commands.PromptConfirm(step=5, sure=True),
]
RACERS = 50
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
    status = caller.ask(commands.GetStatus())
    assert isinstance(status, Status)
    return status.radios


def radios_of_the_next(place: Place) -> tuple[RadioView, ...]:
    with place.service(), calling(place) as caller:
        return radios(caller)


def waited(caller: Caller) -> WaitView:
    wait = radios(caller)[2].wait
    assert wait is not None
    return wait


def refusals_noted(caller: Caller) -> int:
    """How often the journal holds that the Qashqai refused a code."""
    history = caller.ask(commands.GetHistory(vehicle=1, limit=200))
    assert isinstance(history, History)
    return [line.kind for line in history.lines].count("CodeRejected")


def test_every_acknowledged_report_stays_kill_after_kill_and_one_more_at_most(kept: Place) -> None:
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
    "answered", [0, *(pytest.param(at, marks=deep) for at in range(1, 5)), 5, 6, 7]
)
def test_an_entry_is_cut_off_or_its_outcome_unknown(kept: Place, answered: int) -> None:
    said = len(killed_after(kept, answered, ENTRY, first=OPEN))
    qashqai = radios_of_the_next(kept)[0]
    allowed = {"OutcomeUnknown"} if said == 7 else {"Asking"}
    assert qashqai.state in allowed | ({"OutcomeUnknown"} if said == 6 else set())
    assert qashqai.rejected == 0
    assert said == 0 or qashqai.cut_off == (qashqai.state == "Asking")


@pytest.mark.parametrize("answered", [0, 1, *(pytest.param(at, marks=deep) for at in (0, 1, 0, 1))])
def test_a_set_up_is_whole_or_not_there(place: Place, answered: int) -> None:
    with place.service() as service, calling(place) as caller:
        made = caller.ask(commands.SetUp(vehicles=(QASHQAI,)))
        assert isinstance(made, RecoveryKeyMade)
        caller.send(commands.FinishSetUp(last_group=made.key.rsplit("-", 1)[-1]))
        said = caller.hear(answered)
        service.kill()
        finished = said + caller.hear() == [Done()]
    with place.service(), calling(place) as caller:
        opened = (
            caller.ask(commands.Unlock(kind=commands.UnlockKind.RECOVERY, secret=made.key))
            == Done()
        )
        assert len(radios(caller)) == int(opened)
    assert opened or not finished


@pytest.mark.parametrize("_", [0, 1, *(pytest.param(at, marks=deep) for at in range(2, 6))])
def test_a_kill_in_the_middle_of_the_write_leaves_all_of_them_or_none(kept: Place, _: int) -> None:
    begun = Path(f"{kept.database}-journal")
    with kept.service() as service, calling(kept) as caller:
        caller.ask(OPEN)
        caller.send(commands.AddVehicles(vehicles=VANS))
        until(lambda: begun.exists() or caller.has_word(), "the write", every_s=0)
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
            looked = commands.TickPlace(place="papers", looked=turn % 2 == 0, vehicle=3)
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


@pytest.mark.parametrize(
    "kills",
    [[0, 3], [2], *(pytest.param(each, marks=deep) for each in ([1, 1, 1], [6], [4, 0, 5]))],
    ids=str,
)
def test_kills_and_crowds_win_no_try(kept: Place, kills: list[int]) -> None:
    """Five tries are free, however many ask at once and however often the power goes."""
    left = [one for after in kills for one in race(kept, after)]
    left += race(kept, RACERS)
    with closing(sqlite3.connect(kept.database)) as store:
        assert store.execute("SELECT failed FROM pin_guard").fetchall() == [(5,)]
    # An answer that was cut off may be missing; none comes twice, and none comes beyond.
    assert sorted(left, reverse=True) == [each for each in LEFT_AFTER_FREE_TRIES if each in left]


def race(place: Place, answers: int) -> list[int]:
    """All ask at once; the service is killed after so many answers. The tries that were left."""
    said: list[Answer | Refusal] = []
    with place.service() as service, ExitStack() as hung_up:
        racers = [hung_up.enter_context(calling(place)) for _ in range(RACERS)]
        for racer in racers:
            racer.send(WRONG_PIN)
        while len(said) < answers:
            until(lambda: any(one.has_word() for one in racers), "an answer", every_s=0)
            for racer in [one for one in racers if one.has_word()]:
                said += racer.hear(1)
                racers.remove(racer)
        service.kill()
        service.wait()
    wrong = [one for one in said if isinstance(one, Refusal) and one.reason is Reason.WRONG_SECRET]
    return [one.tries_left for one in wrong if one.tries_left is not None]
