"""Practising, as a surface does, and the fast clock of it turned by hand."""

from pi.service.asks import (
    GetHistory,
    GetStatus,
    LeavePractice,
    Outcome,
    Practise,
    PromptConfirm,
    Report,
)
from pi.service.protocol import History
from pi.service.shown import PracticeView, WaitView
from tests.pi.service.driving import state_of, walk_to_check
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker

NISSAN = Practise(head_unit="nissan-radio-code")
REFUSED = Report(outcome=Outcome.REJECTED)


def practised(talker: Talker) -> PracticeView:
    """The practice a surface was last shown."""
    assert talker.state.practice is not None
    return talker.state.practice


def wait_of(talker: Talker) -> WaitView:
    """The wait a surface was last shown."""
    assert talker.state.radio is not None
    assert talker.state.radio.wait is not None
    return talker.state.radio.wait


async def practise_it_all(talker: Talker) -> None:
    """An entry, a wrong code, and out again."""
    await talker.does(NISSAN)
    check = await walk_to_check(talker)
    await talker.does(PromptConfirm(step=check.at), REFUSED, Report(outcome=Outcome.ASKS_AGAIN))
    await talker.asks(GetHistory(), History)
    await talker.does(LeavePractice())


async def waiting(rig: Rig) -> Talker:
    """A surface whose practised radio has begun to wait a minute."""
    learner = await rig.watcher()
    await learner.does(NISSAN, REFUSED)
    return learner


async def fast(rig: Rig, seconds: float) -> None:
    """Real seconds go by, looked at ten times in each."""
    while seconds > 0:
        rig.clock.pass_time(min(0.1, seconds))
        rig.house.companion.practising.mark()
        seconds -= 0.1


async def in_practice(learner: Talker, *, waits: bool = True) -> WaitView:
    """The wait as it is told now."""
    await learner.ask(GetStatus())
    assert not waits or state_of(learner) == "Waiting"
    return wait_of(learner)
