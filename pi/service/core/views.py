"""What a surface is shown of the state: plain numbers and names, no secrets."""

from pi.radio.head_unit import HeadUnit
from pi.radio.instant import Instant, WallQuality
from pi.radio.lockout import cost_of, ended_by_key_cycle
from pi.radio.state import Name, RadioState, Wait
from pi.radio.waiting import marked
from pi.radio.walkthrough import Walkthrough
from pi.service.protocol.views import (
    AttemptView,
    CostView,
    EntryView,
    RadioView,
    TakeBackView,
    WaitView,
)


def radio_view(
    number: int, head_unit: HeadUnit, state: RadioState, now: Instant, end: int
) -> RadioView:
    """One radio, as any surface may see it."""
    attempt = state.last_attempt
    return RadioView(
        vehicle=number,
        head_unit=head_unit.id,
        state=state.name.value,
        tries_left=state.tries_left,
        rejected=state.rejected,
        rejected_in_series=state.in_series,
        seq=end,
        wait=None if state.wait is None else wait_view(state.wait, now, head_unit),
        step=state.step,
        steps=state.steps,
        cut_off=state.cut_off,
        last_attempt=None
        if attempt is None
        else AttemptView(
            accepted=attempt.accepted,
            wall=attempt.at.wall,
            sure=attempt.at.quality is not WallQuality.UNSURE,
        ),
        next_cost=cost_view(head_unit, state),
        looked=state.looked,
        battery=None if state.battery is None else state.battery.value,
        take_back=_take_back_view(state, now, head_unit),
    )


def _take_back_view(state: RadioState, now: Instant, head_unit: HeadUnit) -> TakeBackView | None:
    """What can be taken back. An entry that it ended is not gone on with."""
    said, without = state.said, state.without
    if said is None or without is None:
        return None
    name = Name.ASKING if without.name is Name.ENTERING else without.name
    return TakeBackView(
        kind=type(said.event).__name__,
        wall=said.at.wall,
        sure=said.at.quality is not WallQuality.UNSURE,
        state=name.value,
        said_at=said.at.monotonic if said.at.boot_id == now.boot_id else None,
        shows=getattr(said.event, "shows", None),
        on=getattr(said.event, "on", None),
        tries_left=without.tries_left,
        wait=None if without.wait is None else wait_view(without.wait, now, head_unit),
    )


def wait_view(wait: Wait, now: Instant, head_unit: HeadUnit) -> WaitView:
    """A wait as of now: as it would stand if a mark were made. One counted out stays so."""
    if wait.remaining_s != 0.0:
        wait = marked(wait, now, head_unit.timer)
    return WaitView(
        owed_s=wait.owed_s,
        counted_s=wait.counted_s if wait.owed_s is None else min(wait.counted_s, wait.owed_s),
        remaining_s=wait.remaining_s,
        interruptions=wait.interruptions,
        counting=wait.counting,
        why_not=None if wait.why_not is None else wait.why_not.value,
        as_of=now.monotonic,
        told_longer=wait.told_longer,
        key_cycle=wait.owed_s is None and ended_by_key_cycle(head_unit.lockout),
    )


def cost_view(head_unit: HeadUnit, state: RadioState) -> CostView | None:
    """What the next wrong try costs, None where no code can be keyed."""
    if not head_unit.takes_a_code:
        return None
    cost = cost_of(head_unit.lockout, state.rejected + 1)
    return CostView(
        wait_s=cost.wait_s,
        ends_series=cost.ends_series,
        dead_end=cost.dead_end,
        needs_a_warning=cost.needs_a_warning,
        key_cycle=cost.key_cycle,
    )


def entry_view(walkthrough: Walkthrough, code_length: int) -> EntryView:
    """The step an owner is on. It tells a digit: for unlocked surfaces alone."""
    return EntryView(
        at=walkthrough.at,
        steps=len(walkthrough.plan),
        step=walkthrough.step,
        position=walkthrough.position,
        positions=walkthrough.positions,
        code_length=code_length,
        confirming=walkthrough.confirming,
        before_confirm=walkthrough.before_confirm,
    )
