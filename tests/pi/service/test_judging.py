"""What owners confirm or correct: kept beside the family's rule, which stays what it is."""

import pytest

from pi.radio.events import JudgedRule
from pi.service.asks import GetRemarks, JudgeRule, Outcome
from pi.service.protocol import Remarks
from pi.service.refusal import Reason
from tests.pi.service.driving import told
from tests.pi.service.rig import Rig

HALF_AN_HOUR = JudgeRule(rule=JudgedRule.WAIT, agrees=False, seconds=1800.0)


async def test_a_correction_is_kept_over_a_restart(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        await (await rig.watcher()).does(HALF_AN_HOUR)
    async with rig.service():
        (remark,) = (await (await rig.watcher()).asks(GetRemarks(), Remarks)).lines
        assert (remark.rule, remark.agrees, remark.seconds) == (JudgedRule.WAIT, False, 1800.0)


async def test_a_correction_changes_no_wait(running: Rig) -> None:
    watcher = await running.watcher()
    before = watcher.state.radio
    await watcher.does(HALF_AN_HOUR, told(Outcome.ASKING))
    assert watcher.state.radio is not None
    assert before is not None
    assert watcher.state.radio.next_cost == before.next_cost


async def test_the_newest_remark_comes_first(running: Rig) -> None:
    watcher = await running.watcher()
    await watcher.does(HALF_AN_HOUR, JudgeRule(rule=JudgedRule.TRIES, agrees=True, count=3))
    rules = [one.rule for one in (await watcher.asks(GetRemarks(), Remarks)).lines]
    assert rules == [JudgedRule.TRIES, JudgedRule.WAIT]


async def test_remarks_outlive_a_radio_that_plays(running: Rig) -> None:
    watcher = await running.watcher()
    await watcher.does(HALF_AN_HOUR, told(Outcome.ACCEPTED))
    assert (await watcher.asks(GetRemarks(), Remarks)).lines


@pytest.mark.parametrize(
    "ask",
    [
        JudgeRule(rule=JudgedRule.WAIT, agrees=False, seconds=-1.0),
        JudgeRule(rule=JudgedRule.WAIT, agrees=False, seconds=1e9),
        JudgeRule(rule=JudgedRule.TRIES, agrees=False, count=-1),
    ],
)
async def test_a_number_that_makes_no_sense_is_not_taken(running: Rig, ask: JudgeRule) -> None:
    assert (await (await running.watcher()).refused(ask)).reason is Reason.BAD_FIELD
