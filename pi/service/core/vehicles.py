"""The vehicles: which one a session means, new ones checked and added, one removed for good."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.drawable import is_drawable, shows_nothing
from pi.radio.display import Reading
from pi.radio.events import BeginningTold, Event, Stands, VehicleAdded, VehicleChanged
from pi.radio.head_unit import HeadUnit, Meaning
from pi.radio.lockout import most_tries
from pi.radio.state import Name
from pi.service.core.families import Families
from pi.service.core.radios import Radios
from pi.service.core.session import Checked, Handlers, Holdings, Session
from pi.service.faults import UNREADABLE
from pi.service.protocol import commands
from pi.service.protocol.answers import (
    LONGEST_FIELD,
    MOST_TOGETHER,
    MOST_TRIED,
    MOST_VEHICLES,
    CodeShown,
    Done,
    FoundVehicle,
    Reason,
    RefusedError,
    VehiclesFound,
    page,
)
from pi.service.protocol.commands import Beginning, NewVehicle
from pi.storage.errors import NotSavedError, TamperedRecordError, UnknownVehicleError
from pi.storage.journal import Listed
from pi.storage.vault.records import Field, VehicleSecrets

NAMES_HELD = 40_000  # of vehicles, by all sessions that search
EVERY = 2**31  # vehicles: more than any store holds
UNFINISHED = 8 * 1024 * 1024  # bytes of vehicles told of and not kept yet, of all sessions

_FREE_TEXT = ("name", "serial", "plate", "source")


class Secrets(Struct, frozen=True, kw_only=True):
    """What the vault holds of one vehicle."""

    name: str
    code: str
    serial: str
    plate: str
    source: str

    def __repr__(self) -> str:
        return "Secrets(★)"


class Vehicles:
    """The vehicles of this store. Numbers are their order of joining, from 1."""

    def __init__(self, radios: Radios) -> None:
        self._journal = radios.journal
        self._listed: list[Listed] = []
        self._changes = 0  # of names, and of which vehicles there are
        self._removed: set[str] = set()
        self._names_held = Holdings(NAMES_HELD, lambda one: len(one.names), Session.forget_names)
        radios.when_recorded(self._changed)
        radios.when_removed(self._is_gone)
        self.handlers: Handlers = {commands.FindVehicles: self.find}

    def _changed(self, _: str, events: Sequence[Event]) -> None:
        self._changes += any(isinstance(event, VehicleChanged) for event in events)

    def _is_gone(self, vehicle: str) -> None:
        """Whoever looked at it looks at none now."""
        self._changes += 1
        self._removed.add(vehicle)
        self._listed = []

    def looked_at(self, session: Session) -> str | None:
        """The vehicle that a session has chosen, if it is still there."""
        if session.looks_at in self._removed:
            session.looks_at = None
        return session.looks_at

    def chosen(self, session: Session, number: int | None) -> str:
        """The vehicle an ask means: by number, else the one looked at, else the last one used."""
        if number is not None:
            legal = 0 < number < EVERY
            numbered = self._journal.vehicle_by_number(number) if legal else None
            if numbered is None:
                raise RefusedError(Reason.UNKNOWN_VEHICLE, vehicle=number)
            return numbered.id
        chosen = self.looked_at(session) or self.last_used()
        if chosen is None:
            all_gone = self._journal.was_removed()
            raise RefusedError(Reason.NO_VEHICLE if all_gone else Reason.NOT_SET_UP)
        return chosen

    def last_used(self) -> str | None:
        """The vehicle something last happened to, None before the first is set up.

        The first one, where the journal can't be read.
        """
        try:
            return self._journal.last_used_vehicle()
        except UNREADABLE:
            return next(iter(self.ids()), None)

    def listed(self, vehicle: str) -> Listed:
        """A vehicle's number and family. Raises UnknownVehicleError."""
        row = self._journal.vehicle(vehicle)
        if row is None:
            raise UnknownVehicleError
        return row

    def count(self) -> int:
        """How many vehicles there are."""
        return self._journal.vehicle_count()

    def ids(self) -> list[str]:
        """All vehicles, in the order they joined."""
        return [row.id for row in self._journal.vehicles(limit=EVERY)]

    def ids_after(self, number: int) -> Iterator[str]:
        """The vehicles after this number, as they joined, read as far as they are wanted."""
        while rows := self._journal.vehicles(after=number):
            yield from (row.id for row in rows)
            number = rows[-1].number

    def secrets(self, session: Session, vehicle: str) -> Secrets:
        """What the vault holds of a vehicle, for an unlocked session."""
        vault = session.vault()
        try:
            held = vault.read_vehicle(vehicle)
        except TamperedRecordError as error:
            raise RefusedError(Reason.TAMPERED, field=error.field) from None
        except UNREADABLE:
            raise RefusedError(Reason.TAMPERED) from None
        return Secrets(
            name=held.name or "",
            code=held.code or "",
            serial=held.serial or "",
            plate=held.plate or "",
            source=held.source or "",
        )

    def name(self, session: Session, vehicle: str) -> str | None:
        """A vehicle's name, None while the session is locked, empty where it can't be read."""
        if session.unlocked is None:
            return None
        if session.names_of[0] != self._changes:
            session.names, session.names_of = {}, (self._changes, 0)
        if vehicle not in session.names:
            try:
                session.names[vehicle] = session.unlocked.read(vehicle, Field.NAME) or ""
            except (TamperedRecordError, *UNREADABLE):
                return ""
        return session.names[vehicle]

    def show(self, session: Session, ask: commands.ShowCode) -> CodeShown:
        """The code of a vehicle and what belongs to it."""
        vehicle = self.chosen(session, ask.vehicle)
        secrets = self.secrets(session, vehicle)
        row = self.listed(vehicle)
        return CodeShown(
            vehicle=row.number,
            head_unit=row.head_unit,
            name=secrets.name,
            code=secrets.code,
            serial=secrets.serial,
            plate=secrets.plate,
            source=secrets.source,
        )

    def find(self, session: Session, ask: commands.FindVehicles) -> VehiclesFound:
        """Vehicles by a part of their name or by their number, in the order they joined."""
        names = self._names(session)
        wanted = ask.text.strip().casefold()
        rows = self._rows()
        found = [
            row
            for row in rows
            if wanted in names.get(row.id, "").casefold() or wanted == str(row.number)
        ]
        wanted_now = [row for row in found if row.number > ask.after][: max(0, ask.limit)]
        shown, more = page(
            FoundVehicle(vehicle=row.number, head_unit=row.head_unit, name=names.get(row.id))
            for row in wanted_now
        )
        return VehiclesFound(vehicles=shown, total=len(found), more=more)

    def _rows(self) -> list[Listed]:
        """Every vehicle, read again when one joined: a search goes through them at each letter."""
        if len(self._listed) != self.count():
            self._listed = self._journal.vehicles(limit=EVERY)
        return self._listed

    def _names(self, session: Session) -> dict[str, str]:
        """The vehicles' names, read again when one joined: ten thousand take a while to open."""
        if session.unlocked is None:
            return {}
        now = self._changes, self.count()
        if session.names_of != now:
            session.names, session.names_of = session.unlocked.names(), now
            self._names_held.took(session)
        return session.names


class Joining:
    """Vehicles that join, by themselves or with a set-up.

    They may come in several lines. With one that is refused, all before it are forgotten.
    """

    def __init__(self, radios: Radios, families: Families) -> None:
        self._radios = radios
        self._families = families
        self.unfinished = Holdings(
            UNFINISHED, lambda one: one.unfinished, Session.forget_unfinished
        )
        self.handlers: Handlers = {
            commands.AddVehicle: self.add_one,
            commands.AddVehicles: self.add,
        }

    def add_one(self, session: Session, ask: commands.AddVehicle) -> Done:
        """One more vehicle, its secrets and its event together or not at all."""
        session.vault()
        return self._join(session, checked((ask.vehicle,), self._families))

    def add(self, session: Session, ask: commands.AddVehicles) -> Done:
        """Check these; with the last of them write all, with their events, in one go."""
        session.vault()
        before = session.joining
        session.forget_joining()
        joining = self.together(before, ask.vehicles)
        if ask.more:
            session.joining = joining
            self.hold(session, joining)
            return Done(saved=False)
        if not joining:
            raise RefusedError(Reason.BAD_FIELD, field="vehicles", detail="empty")
        return self._join(session, joining)

    def together(self, before: list[Checked], vehicles: Sequence[NewVehicle]) -> list[Checked]:
        """Vehicles that are set up with, or join, in one go: these, after those before.

        Raises RefusedError, for too many as well.
        """
        if len(before) + len(vehicles) > MOST_TOGETHER:
            raise RefusedError(Reason.BAD_FIELD, field="vehicles", detail="too_many")
        return before + checked(vehicles, self._families, len(before) + 1)

    def hold(self, session: Session, vehicles: list[Checked]) -> None:
        """A session has told of these, and is not done: others may have to let theirs go."""
        session.unfinished = sum(one.size for one in vehicles)
        self.unfinished.took(session)

    def _join(self, session: Session, vehicles: list[Checked]) -> Done:
        """Keep vehicles, all of them with their events or none; the session looks at the last."""
        if self._radios.journal.vehicle_count() + len(vehicles) > MOST_VEHICLES:
            raise RefusedError(Reason.BAD_FIELD, field="vehicles", detail="no_room")
        extra = session.vault().adding(*(one.secrets for one in vehicles))
        try:
            saved = self._radios.record_together(events_of(vehicles), extra)
        except NotSavedError as error:
            raise self._radios.not_saved(error) from None
        session.looks_at = vehicles[-1].secrets.vehicle
        return Done(saved=saved)


def events_of(joining: Sequence[Checked]) -> list[tuple[str, Event]]:
    """The events of vehicles that join, each with what its owner told of its past."""
    events: list[tuple[str, Event]] = []
    for one in joining:
        events.append((one.secrets.vehicle, VehicleAdded(head_unit=one.head_unit)))
        if one.beginning is not None:
            events.append((one.secrets.vehicle, one.beginning))
    return events


def read_display(head_unit: HeadUnit, shows: str) -> Reading | None:
    """What a radio's display says that shows this; None where nothing is known of it."""
    from pi.guide import first_aid  # a file of TOML, and seldom asked for

    return first_aid.read_display(head_unit, shows)


def _stands(head_unit: HeadUnit, told: Beginning, reads: Reading | None, *, unread: bool) -> Stands:
    """How far the owner is. What the display says for sure decides over what was said of it.

    Of a display that is not understood (``unread``) all that is sure is that somebody may have
    tried.
    """
    if reads is not None and reads.refuses:
        return Stands.WAITS
    tried = told.tried or (reads is not None and _tells_of_tries(head_unit, reads))
    if told.stands is None:
        if told.tried is None and reads is not None and _may_wait(reads):
            return Stands.WAITS
        return Stands.TRIED if tried or (unread and told.tried is None) else Stands.ASKS
    if told.stands is Stands.ASKS and tried:
        return Stands.TRIED_AND_ASKS
    if told.stands is Stands.WAITS and reads is not None and not _may_wait(reads):
        return Stands.TRIED if told.tried != 0 else Stands.ASKS
    return told.stands


def _may_wait(reads: Reading) -> bool:
    """Whether the word may stand there during a wait, and is not the prompt itself."""
    return Meaning.WAITING in reads.meanings and Meaning.PROMPT not in reads.meanings


def _tells_of_tries(head_unit: HeadUnit, reads: Reading) -> bool:
    """Whether the display's own figure says that some were used up."""
    most_left, _ = most_tries(head_unit.lockout)
    left = reads.tries_left
    return bool(reads.tries_used) or (left is not None and left < (most_left or 0))


def beginning_of(
    head_unit: HeadUnit, told: Beginning | None, number: int | None = None
) -> BeginningTold | None:
    """What was told of a radio's past, None where nothing was. Its display decides.

    Raises RefusedError for what can't be.
    """
    if told is None or not head_unit.takes_a_code:
        return None
    if told.tried is not None and not 0 <= told.tried <= MOST_TRIED:
        raise RefusedError(Reason.BAD_FIELD, vehicle=number, field="tried", detail="out_of_range")
    check_text("shows", told.shows, number)
    seen = told.shows.strip()
    reads = read_display(head_unit, seen) if seen else None
    stands = _stands(head_unit, told, reads, unread=bool(seen) and reads is None)
    kept = None if reads is None else replace(reads, cannot_be=None)
    return BeginningTold(stands=stands, tried=told.tried, reads=kept)


def checked(vehicles: Sequence[NewVehicle], families: Families, first: int = 1) -> list[Checked]:
    """Check vehicles, numbering them from ``first`` in a refusal. Raises RefusedError."""
    return [_checked(one, families, first + at) for at, one in enumerate(vehicles)]


def _checked(vehicle: NewVehicle, families: Families, number: int) -> Checked:
    try:
        head_unit = families.load(vehicle.head_unit)
    except UnknownHeadUnitError as error:
        raise RefusedError(
            Reason.UNKNOWN_HEAD_UNIT,
            vehicle=number,
            nearest=error.nearest,
            detail=vehicle.head_unit[:LONGEST_FIELD],
        ) from None
    _check_texts(vehicle, number)
    _check_code(vehicle, head_unit, families, number)
    secrets = VehicleSecrets(
        vehicle=uuid4().hex,
        name=vehicle.name.strip(),
        code=vehicle.code or None,
        serial=vehicle.serial.strip() or None,
        plate=vehicle.plate.strip() or None,
        source=vehicle.source.strip() or None,
    )
    beginning = beginning_of(head_unit, vehicle.beginning, number)
    return Checked(head_unit=head_unit.id, secrets=secrets, beginning=beginning)


def _check_texts(vehicle: NewVehicle, number: int) -> None:
    if shows_nothing(vehicle.name):
        raise RefusedError(Reason.BAD_FIELD, vehicle=number, field="name", detail="empty")
    for field in _FREE_TEXT:
        check_text(field, getattr(vehicle, field), number)


def check_text(field: str, text: str, number: int | None = None) -> None:
    """Raises RefusedError for a text that the vault would not take."""
    if len(text) > LONGEST_FIELD:
        raise RefusedError(Reason.BAD_FIELD, vehicle=number, field=field, detail="too_long")
    if not is_drawable(text):
        detail = "control_characters"
        raise RefusedError(Reason.BAD_FIELD, vehicle=number, field=field, detail=detail)


def _check_code(vehicle: NewVehicle, head_unit: HeadUnit, families: Families, number: int) -> None:
    """A radio that takes a code needs one, or the word that it is lost."""
    takes_none = not head_unit.takes_a_code or head_unit.code is None
    if not vehicle.code and (takes_none or vehicle.code_is_lost):
        return
    check_code(vehicle.code, head_unit, families, number)


def check_code(
    code: str, head_unit: HeadUnit, families: Families, number: int | None = None
) -> None:
    """Raises RefusedError for a code that this radio can't have, or that takes none at all."""
    if not head_unit.takes_a_code or head_unit.code is None:
        raise RefusedError(Reason.NO_CODE_TO_KEY_IN, vehicle=number)
    problem = families.find_problem(head_unit, code)
    if problem is not None:
        raise RefusedError(Reason.BAD_CODE, vehicle=number, problem=problem)


class Removing:
    """For a session that has the vault open. Who asks twice is the session."""

    def __init__(
        self, radios: Radios, vehicles: Vehicles, sweep: Callable[[Session], Awaitable[None]]
    ) -> None:
        """``sweep`` leaves no trace of what was deleted."""
        self._radios = radios
        self._vehicles = vehicles
        self._sweep = sweep
        self.handlers: Handlers = {commands.RemoveVehicle: self.remove}

    async def remove(self, session: Session, ask: commands.RemoveVehicle) -> Done:
        """Remove it from the card. Somebody may be keying in its code: then it stays."""
        vault = session.vault()
        vehicle = self._vehicles.chosen(session, ask.vehicle)
        state = self._radios.state(vehicle).name
        if state in {Name.ENTERING, Name.OUTCOME_UNKNOWN}:
            raise RefusedError(Reason.NOT_IN_THIS_STATE, state=state.value)
        try:
            self._radios.remove(vehicle, vault.removing(vehicle))
        except NotSavedError as error:
            raise self._radios.not_saved(error) from None
        await self._sweep(session)
        return Done(saved=not self._radios.journal.store.volatile)
