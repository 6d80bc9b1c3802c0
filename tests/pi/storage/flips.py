"""A small store, one bit of which flips: what is told of it, and what is said all the same."""

from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from typing import Final

from msgspec import Struct

from pi.radio.events import CodeRejected, InterruptionSeen, LockoutBegan, RadioAsked, VehicleAdded
from pi.service.faults import UNREADABLE, start_failure
from pi.storage.errors import StoreError, WrongSecretError
from pi.storage.journal import Journal, begin_run
from pi.storage.opening import damaged_parts, open_store
from pi.storage.store_file import DATABASE_NAME, Store
from pi.storage.vault.vault import Field, UnlockedVault, UnlockerKind, Vault, VehicleSecrets
from tests.cards import room
from tests.pi.storage.moments import PIN, WORDS, at, cheap

CARS: Final = (
    VehicleSecrets(vehicle="a" * 32, name="Gölf", code="0042", serial="VWZ1Z2", plate="B-X 1"),
    VehicleSecrets(vehicle="b" * 32, name="Note", code="3712", source="a card"),
)
_TRIES: Final = 3


class Sound(Struct, frozen=True):
    """The store before any bit flips: its bytes, its device key's, and its recovery key."""

    held: bytes
    device_key: bytes
    recovery_key: str


def made() -> Sound:
    """A row in each table that has sums: two vehicles, a past, counted PINs, a run cut off."""
    with room() as place:
        with open_store(place) as store:
            vault, journal = Vault(store, cheap), Journal(store)
            setup = vault.prepare_setup(CARS, pin=PIN, passphrase=WORDS)
            added = [(car.vehicle, VehicleAdded(head_unit="nissan-radio-code")) for car in CARS]
            setup.commit(partial(journal.append, at=at()), added)
            for event in (RadioAsked(), CodeRejected(), LockoutBegan(owed_s=60.0)):
                journal.append([(CARS[0].vehicle, event)], at(), {CARS[0].vehicle: True})
            journal.append([(CARS[1].vehicle, InterruptionSeen())], at())
            journal.note_boot_wall(at())
            for _ in range(_TRIES):
                with suppress(WrongSecretError):
                    vault.unlock(UnlockerKind.PIN, "1111", at())
            begin_run(store, at().boot_id)
            with store.transaction() as connection:
                connection.execute("INSERT INTO removed (number) VALUES (3)")
                connection.execute("INSERT INTO family (id, toml) VALUES ('own', '# of a file')")
        held = (place / DATABASE_NAME).read_bytes()
        return Sound(held, (place / "device.key").read_bytes(), setup.recovery_key.reveal())


def untold(sound: Sound, bit: int) -> list[str]:
    """What goes wrong with this bit flipped: nothing, where it is told or says nothing new."""
    raw = bytearray(sound.held)
    raw[bit // 8] ^= 1 << bit % 8
    with room() as place:
        (place / DATABASE_NAME).write_bytes(raw)
        (place / "device.key").write_bytes(sound.device_key)
        try:
            with open_store(place) as store:
                return list(_amiss(store, sound))
        except Exception as error:
            known = start_failure(error, place) is not None
            return [] if known else [f"no start, and no word why: {error!r}"]


def _amiss(store: Store, sound: Sound) -> Iterator[str]:
    told = _is_told(store)
    for kind, secret in (
        (UnlockerKind.RECOVERY, sound.recovery_key),
        (UnlockerKind.PASSPHRASE, WORDS),
        (UnlockerKind.PIN, PIN),
    ):
        for word in _opened(store, kind, secret):
            if word in _NEVER or not told:
                yield f"{kind.value}: {word}"
    if not told:
        yield from _said(store)


def _is_told(store: Store) -> bool:
    """At the start, soon after it, or by an examination."""
    at_the_start = store.mended or store.save_problem is not None
    soon = at_the_start or store.check_whole() or store.broken_tables()
    return bool(soon or damaged_parts(store.path))


WRONG, NO_CODE, OTHER, SPENT = "called wrong", "no code kept", "another code", "a try is spent"
_NEVER: Final = (WRONG, NO_CODE, OTHER, SPENT)


def _opened(store: Store, kind: UnlockerKind, secret: str) -> Iterator[str]:
    """What a right secret meets, empty where it opens everything."""
    vault = Vault(store, cheap)
    before = _tries_left(vault)
    try:
        with closing(vault.unlock(kind, secret, at(900.0, boot="next"))) as opened:
            for car in CARS:
                yield from _read(opened, car)
    except WrongSecretError:
        yield WRONG
    except (StoreError, *UNREADABLE, TypeError) as error:
        yield type(error).__name__
    if before is not None and (_tries_left(vault) or 0) < before:
        yield SPENT


def _tries_left(vault: Vault) -> int | None:
    with suppress(*UNREADABLE, TypeError):
        if (state := vault.pin_state(at(boot="next"))) is not None:
            return state.tries_left
    return None


def _read(opened: UnlockedVault, car: VehicleSecrets) -> Iterator[str]:
    try:
        found = opened.read_vehicle(car.vehicle)
    except (StoreError, *UNREADABLE, TypeError) as error:
        yield type(error).__name__
        return
    if found.code is None:
        yield NO_CODE
    elif found != car:
        yield OTHER


def _said(store: Store) -> Iterator[str]:
    """What is told to anybody, where no damage is."""
    journal, vault = Journal(store), Vault(store, cheap)
    told = [(row.number, row.id, row.head_unit) for row in journal.vehicles()]
    if told != [(n, car.vehicle, "nissan-radio-code") for n, car in enumerate(CARS, 1)]:
        yield f"the vehicles are {told}"
    if not all(vault.holds(car.vehicle, Field.CODE) for car in CARS):
        yield NO_CODE
    if vault.kinds() != set(UnlockerKind):
        yield "a way in is gone"
    counts = [len(journal.since_settled(car.vehicle)) for car in CARS]
    if counts != [4, 2]:
        yield f"so many events: {counts}"
    if set(journal.active_vehicles()) != {CARS[0].vehicle}:
        yield "another radio is looked at"
