"""What owners confirm or correct of a family's rules: kept beside them, never over them."""

from math import isfinite

from pi.radio.events import Event, JudgedRule, Recorded, RuleJudged
from pi.radio.instant import WallQuality
from pi.service.core.radios import Ledger
from pi.service.core.session import Surface
from pi.service.core.vehicles import Fleet
from pi.service.protocol import commands
from pi.service.protocol.answers import Done, Remark, Remarks
from pi.service.protocol.refusal import Reason, RefusedError
from pi.storage.journal import Journal

LONGEST_WAIT_S = 30 * 24 * 3600.0
MOST_TRIES = 1000
REMARKS_AT_ONCE = 100


class Judging:
    """The owner's own word on a rule. Nothing here needs unlocking."""

    def __init__(self, ledger: Ledger, fleet: Fleet, journal: Journal) -> None:
        self._ledger = ledger
        self._fleet = fleet
        self._journal = journal

    def judge(self, surface: Surface, ask: commands.JudgeRule) -> Done:
        """Write it down."""
        vehicle = self._fleet.chosen(surface, ask.vehicle)
        seconds, count = ask.seconds, ask.count
        if seconds is not None and not (isfinite(seconds) and 0 <= seconds <= LONGEST_WAIT_S):
            raise RefusedError(Reason.BAD_FIELD, field="seconds", detail="out_of_range")
        if count is not None and not 0 <= count <= MOST_TRIES:
            raise RefusedError(Reason.BAD_FIELD, field="count", detail="out_of_range")
        event = RuleJudged(rule=ask.rule, agrees=ask.agrees, seconds=seconds, count=count)
        if event == self._last(vehicle, ask.rule):
            return Done(saved=self._ledger.keeps)
        return Done(saved=self._ledger.record(vehicle, event))

    def _last(self, vehicle: str, rule: JudgedRule) -> Event | None:
        """What was said last of a rule, as far as it is told."""
        return next((one.event for one in self._judged(vehicle) if _of(one) is rule), None)

    def _judged(self, vehicle: str) -> list[Recorded]:
        return self._journal.history(vehicle, limit=REMARKS_AT_ONCE, kinds=("RuleJudged",))

    def remarks(self, surface: Surface, ask: commands.GetRemarks) -> Remarks:
        """All that was said of this vehicle's radio, newest first."""
        vehicle = self._fleet.chosen(surface, ask.vehicle)
        lines = []
        for record in self._judged(vehicle):
            judged = record.event
            assert isinstance(judged, RuleJudged)
            lines.append(
                Remark(
                    rule=judged.rule,
                    agrees=judged.agrees,
                    seconds=judged.seconds,
                    count=judged.count,
                    wall=record.at.wall,
                    sure=record.at.quality is not WallQuality.UNSURE,
                )
            )
        return Remarks(lines=tuple(lines))


def _of(record: Recorded) -> JudgedRule | None:
    return record.event.rule if isinstance(record.event, RuleJudged) else None
