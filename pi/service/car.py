"""What the wires say of the car they are wired to: written down as it happens.

The pins belong to one vehicle; of every other one only its owner can say anything. A sense knows
what is, not what was: its "on" answers an "off" that was seen, and the interruption that a
restart of this machine was taken for, but is no word that the radio stayed on through a gap.
"""

from typing import TYPE_CHECKING

from pi.hardware.supply import IgnitionSense, OwnersWord, Supply
from pi.hardware.told import (
    Body,
    FeedCameBack,
    FeedFell,
    FeedLost,
    IgnitionCameBack,
    IgnitionFell,
    IgnitionIs,
    NoBody,
    PinProblem,
    Told,
)
from pi.hardware.wiring import Signal
from pi.radio import events
from pi.radio.events import BatteryCut, Event, PowerReported, Witness
from pi.radio.lockout_rule import CountsWhile
from pi.radio.state import Name
from pi.service.damage import UNREADABLE
from pi.service.ledger import Ledger
from pi.service.shown import CarView
from pi.storage.journal import Journal

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


class Car:
    """The car with the wires. ``revision`` counts up with what is shown and not journaled."""

    def __init__(self, ledger: Ledger, journal: Journal) -> None:
        self._ledger = ledger
        self._journal = journal
        self._number = 1
        self.body: Body = NoBody()
        self._supply: Supply = OwnersWord()
        self._witness_problems: tuple[PinProblem, ...] = ()
        self._settings_problems: tuple[PinProblem, ...] = ()
        self.revision = 0

    def fit(self, body: Body, number: int) -> None:
        """Take up other wires, of the vehicle with this number."""
        self.body = body
        self._supply = IgnitionSense(body) if Signal.IGNITION in body.wired else OwnersWord()
        self._number = number
        self._settings_problems = ()
        self.revision += 1

    def stay(self, problem: PinProblem) -> None:
        """Keep the wires, as newer settings can't be followed."""
        self._settings_problems = (problem,)
        self.revision += 1

    @property
    def problems(self) -> tuple[PinProblem, ...]:
        """What is wired, or should be, and does not work."""
        return (*self._settings_problems, *self.body.problems, *self._witness_problems)

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
        """Judge what lies before the start. Returns the vehicles whose battery was found cut.

        ``cut_off``: the last run was never told to end. ``clock_stopped``: whether a clock that
        lives on the permanent feed lost it, None where there is none.
        """
        vehicle = self.vehicle
        if vehicle is None or not self._ledger.head_unit(vehicle).takes_a_code:
            return set()
        state = self._ledger.state(vehicle)
        unseen = clock_stopped is None and Signal.FEED not in self.body.wired
        if state.feed_fell:
            witness = Witness.PIN
        elif clock_stopped:
            witness = Witness.CLOCK
        elif cut_off and unseen and state.name is Name.PLAYING and state.battery is None:
            witness = Witness.GUESS
        else:
            return set()
        self._ledger.record(vehicle, BatteryCut(witness=witness))
        return {vehicle}

    def hear(self, told: Told) -> None:
        """Write down what a sense tells. A feed that fell is written before anything else."""
        self.revision += 1
        vehicle = self.vehicle
        if vehicle is None:
            return
        if isinstance(told, IgnitionIs):
            self.sense(vehicle, decided=True)
            return
        waits = self._ledger.state(vehicle).wait is not None
        event = _OF_THE_FEED.get(type(told)) or (_OF_A_WAIT.get(type(told)) if waits else None)
        if event is not None:
            self._ledger.record(vehicle, event)

    def sense(self, vehicle: str, *, decided: bool = False) -> bool:
        """Journal what the ignition's sense says, where it tells something new of a wait.

        Whether a fall was a dip is told when it is ``decided``, and not by the mark in between.
        """
        wait = self._ledger.state(vehicle).wait
        on = self._supply.sensed() if vehicle == self.vehicle else None
        if wait is None or on is None or (wait.fell and not decided):
            return False
        if on:
            news = wait.powered is False or (wait.powered is None and wait.rebooted)
        else:
            timer = self._ledger.head_unit(vehicle).timer
            needs_it = timer.counts_while is not CountsWhile.PERMANENT_SUPPLY_ONLY
            news = needs_it and (wait.powered is not False or wait.fell)
        if news:
            self._ledger.record(vehicle, PowerReported(on=on))
        return news

    def may_walk(self, vehicle: str) -> bool:
        """Whether an entry may go on: where parking is sensed, only while parked for certain."""
        sensed = vehicle == self.vehicle and Signal.PARKED in self.body.wired
        return not sensed or self.body.level(Signal.PARKED) is True

    def may_show(self, vehicle: str) -> bool:
        """Whether a code may be shown: not while the car may be moving."""
        return self.may_walk(vehicle) or self.body.level(Signal.IGNITION) is False

    def view(self, vehicle: str | None) -> CarView:
        """What the senses say, for a surface that looks at this vehicle."""
        own = vehicle is not None and vehicle == self.vehicle
        return CarView(
            senses_parked=own and Signal.PARKED in self.body.wired,
            parked=self.body.level(Signal.PARKED) if own else None,
            ignition=self.body.level(Signal.IGNITION) if own else None,
            lights=self.body.level(Signal.LIGHTS),
        )
