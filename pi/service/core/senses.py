"""What the wires say of the car they are wired to: written down as it happens.

The pins belong to one vehicle; of every other one only its owner can say anything. What a sense
tells is written down where it tells something of a wait, be it one that only a statement which can
still be taken back has ended.
"""

from typing import TYPE_CHECKING

from pi.hardware.port import (
    Body,
    FeedCameBack,
    FeedFell,
    FeedLost,
    IgnitionCameBack,
    IgnitionFell,
    IgnitionIs,
    IgnitionSense,
    NoBody,
    OwnersWord,
    PinProblem,
    Supply,
    Told,
)
from pi.hardware.wiring import Signal
from pi.radio import events
from pi.radio.events import BatteryCut, By, Event, PowerReported, Witness
from pi.radio.lockout import CountsWhile
from pi.radio.state import Name, Wait
from pi.radio.waiting import answered_by_a_sense
from pi.service.core.radios import Radios
from pi.service.faults import UNREADABLE
from pi.service.protocol.views import CarView

if TYPE_CHECKING:
    from pi.hardware.rtc_witness import RtcWitness


_OF_A_WAIT: dict[type, Event] = {
    IgnitionFell: events.SupplyFell(),
    IgnitionCameBack: events.SupplyCameBack(),
}
_OF_THE_FEED: dict[type, Event] = {
    FeedFell: events.FeedFell(),
    FeedCameBack: events.FeedCameBack(),
    FeedLost: BatteryCut(witness=Witness.PIN),
}


class Senses:
    """The car with the wires."""

    def __init__(self, radios: Radios) -> None:
        self._radios = radios
        self._journal = radios.journal
        self._number = 1
        self.body: Body = NoBody()
        self._supply: Supply = OwnersWord()
        self._witness_problems: tuple[PinProblem, ...] = ()
        self._settings_problems: tuple[PinProblem, ...] = ()

    def fit(self, body: Body, number: int) -> None:
        """Take up other wires, of the vehicle with this number."""
        self.body = body
        self._supply = IgnitionSense(body) if Signal.IGNITION in body.wired else OwnersWord()
        self._number = number
        self._settings_problems = ()
        self._radios.changed()

    def stay(self, problem: PinProblem) -> None:
        """Keep the wires, as newer settings can't be followed."""
        self._settings_problems = (problem,)
        self._radios.changed()

    @property
    def problems(self) -> tuple[PinProblem, ...]:
        """What is wired, or should be, and does not work."""
        told = (*self._settings_problems, *self.body.problems, *self._witness_problems)
        return (*told, *self._without_car())

    def _without_car(self) -> tuple[PinProblem, ...]:
        """The vehicle that the wires are of was removed: they are nobody's until others are."""
        if not self.body.wired or self.vehicle is not None:
            return ()
        try:
            removed = self._journal.was_removed(self._number)
        except UNREADABLE:
            return ()
        problem = PinProblem(reason="vehicle_removed", detail=str(self._number), pin=None)
        return (problem,) if removed else ()

    def ask_witness(self, witness: "RtcWitness | None") -> bool | None:
        """Whether a clock that lives on the permanent feed lost it; None where it can't say."""
        lost = None if witness is None else witness.feed_was_lost()
        if lost is not None and not isinstance(lost, bool):
            problem = PinProblem(reason="witness", detail=lost.reason, pin=None)
            self._witness_problems = (problem,)
            return None
        return lost

    @property
    def vehicle(self) -> str | None:
        """The vehicle that the wires are of, None while there is none of its number."""
        try:
            listed = self._journal.vehicle_by_number(self._number)
        except UNREADABLE:
            return None
        return None if listed is None else listed.id

    def begin(self, *, cut_off: bool, clock_stopped: bool | None) -> set[str]:
        """Judge what lies before the start. Returns the vehicles whose waits it interrupted.

        ``cut_off``: the last run was never told to end. ``clock_stopped``: whether a clock that
        lives on the permanent feed lost it, None where there is none.
        """
        vehicle = self.vehicle
        if vehicle is None or not self._radios.head_unit(vehicle).takes_a_code:
            return set()
        state = self._radios.state(vehicle)
        unseen = clock_stopped is None and Signal.FEED not in self.body.wired
        if state.feed_fell:
            witness = Witness.PIN
        elif clock_stopped:
            witness = Witness.CLOCK
        elif cut_off and unseen and state.name is Name.PLAYING and state.battery is None:
            witness = Witness.GUESS
        else:
            return set()
        self._radios.record(vehicle, BatteryCut(witness=witness))
        return set() if witness is Witness.GUESS else {vehicle}

    def hear(self, told: Told) -> None:
        """Write down what a sense tells. A feed that fell is written before anything else."""
        self._radios.changed()
        vehicle = self.vehicle
        if vehicle is None:
            return
        if isinstance(told, IgnitionIs):
            self.sense(vehicle, decided=True)
            return
        waits = self._radios.state(vehicle).waits
        event = _OF_THE_FEED.get(type(told)) or (_OF_A_WAIT.get(type(told)) if waits else None)
        if event is not None:
            self._radios.record(vehicle, event)

    def sense(self, vehicle: str, *, decided: bool = False) -> bool:
        """Journal what the ignition's sense says, where it tells something new of a wait.

        Whether a fall was a dip is told when it is ``decided``, and not by the mark in between.
        """
        waits = self._radios.state(vehicle).waits
        on = self._supply.sensed() if vehicle == self.vehicle else None
        if on is None or (any(wait.fell for wait in waits) and not decided):
            return False
        news = any(self._is_news(vehicle, wait, on) for wait in waits)
        if news:
            self._radios.record(vehicle, PowerReported(on=on, by=By.SENSE))
        return news

    def _is_news(self, vehicle: str, wait: Wait, on: bool) -> bool:
        """Whether the level of the ignition tells a wait something."""
        if on:
            return answered_by_a_sense(wait)
        timer = self._radios.head_unit(vehicle).timer
        needs_it = timer.counts_while is not CountsWhile.PERMANENT_SUPPLY_ONLY
        return needs_it and (wait.powered is not False or wait.fell)

    def may_walk(self, vehicle: str) -> bool:
        """Whether an entry may go on: where parking is sensed, only while parked for certain."""
        sensed = vehicle == self.vehicle and Signal.PARKED in self.body.wired
        return not sensed or self.body.level(Signal.PARKED) is True

    def may_show(self, vehicle: str) -> bool:
        """Whether a code may be shown: not while the car may be moving."""
        return self.may_walk(vehicle) or self.body.level(Signal.IGNITION) is False

    def view(self, vehicle: str | None) -> CarView:
        """What the senses say, for a session that looks at this vehicle."""
        own = vehicle is not None and vehicle == self.vehicle
        return CarView(
            senses_parked=own and Signal.PARKED in self.body.wired,
            parked=self.body.level(Signal.PARKED) if own else None,
            ignition=self.body.level(Signal.IGNITION) if own else None,
            lights=self.body.level(Signal.LIGHTS),
        )
