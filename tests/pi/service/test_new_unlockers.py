"""A PIN, passphrase or recovery key of later: what opens from then on, and what no longer does."""

import pytest

from pi.service.asks import (
    FinishRecoveryKey,
    Lock,
    MakeRecoveryKey,
    SetPassphrase,
    SetPin,
    ShowCode,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import CodeShown, RecoveryKeyMade
from pi.service.refusal import Reason
from pi.storage.errors import SaveProblem
from tests.pi.service.rig import PASSPHRASE, PIN, QASHQAI, Rig
from tests.pi.service.talker import Talker

NEW_PIN = "640913"
NEW_PASSPHRASE = "seven slow autumn rivers"


def by_pin(pin: str) -> Unlock:
    return Unlock(kind=UnlockKind.PIN, secret=pin)


def by_passphrase(passphrase: str) -> Unlock:
    return Unlock(kind=UnlockKind.PASSPHRASE, secret=passphrase)


async def test_the_new_pin_opens_and_the_old_one_no_longer(running: Rig) -> None:
    await (await running.owner()).does(SetPin(pin=NEW_PIN))
    other = await running.surface()
    assert await other.why_not(by_pin(PIN)) is Reason.WRONG_SECRET
    await other.does(by_pin(NEW_PIN))


async def test_the_new_passphrase_opens_and_the_old_one_no_longer(running: Rig) -> None:
    await (await running.owner()).does(SetPassphrase(passphrase=NEW_PASSPHRASE))
    other = await running.surface()
    assert await other.why_not(by_passphrase(PASSPHRASE)) is Reason.WRONG_SECRET
    await other.does(by_passphrase(NEW_PASSPHRASE))


async def test_where_there_was_no_passphrase_one_can_be_set_and_all_are_told(empty: Rig) -> None:
    await empty.set_up(passphrase=None)
    owner, other = await empty.watcher(), await empty.watcher()
    await owner.does(by_pin(PIN))
    await owner.does(SetPassphrase(passphrase=NEW_PASSPHRASE))
    assert (await other.catch_up()).lock.has_passphrase


async def test_a_pin_that_was_dropped_can_be_set_again(running: Rig) -> None:
    guesser = await running.surface()
    while await guesser.why_not(by_pin("111111")) is not Reason.PIN_DROPPED:
        running.clock.pass_time(100_000)
    await (await running.owner()).does(SetPin(pin=NEW_PIN))
    await guesser.does(by_pin(NEW_PIN))


async def test_a_new_pin_starts_with_all_its_tries(running: Rig) -> None:
    guesser = await running.surface()
    first = (await guesser.refused(by_pin("111111"))).tries_left
    await (await running.owner()).does(SetPin(pin=NEW_PIN))
    assert (await guesser.refused(by_pin("111111"))).tries_left == first


async def test_both_open_after_a_restart(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        owner = await rig.owner()
        await owner.does(SetPin(pin=NEW_PIN))
        await owner.does(SetPassphrase(passphrase=NEW_PASSPHRASE))
    async with rig.service():
        again = await rig.surface()
        await again.does(by_pin(NEW_PIN))
        await again.does(by_passphrase(NEW_PASSPHRASE))


@pytest.mark.parametrize("ask", [SetPin(pin=NEW_PIN), SetPassphrase(passphrase=NEW_PASSPHRASE)])
async def test_whoever_has_not_unlocked_sets_nothing(
    running: Rig, ask: SetPin | SetPassphrase
) -> None:
    stranger = await running.surface()
    assert await stranger.why_not(ask) is Reason.LOCKED
    await stranger.does(by_pin(PIN))
    await stranger.does(by_passphrase(PASSPHRASE))


@pytest.mark.parametrize(
    ("ask", "field", "rule"),
    [
        (SetPin(pin=""), "pin", "empty"),
        (SetPin(pin="12"), "pin", "too_short"),
        (SetPin(pin="12ab"), "pin", "not_digits"),
        (SetPin(pin=QASHQAI.code), "pin", "is_the_code"),
        (SetPassphrase(passphrase="short"), "passphrase", "too_short"),
        (SetPassphrase(passphrase="password1"), "passphrase", "too_easy"),
        (SetPassphrase(passphrase="849205713662"), "passphrase", "like_a_pin"),
    ],
)
async def test_one_that_will_not_do_is_named_and_the_old_one_stays(
    running: Rig, ask: SetPin | SetPassphrase, field: str, rule: str
) -> None:
    owner = await running.owner()
    refusal = await owner.refused(ask)
    assert (refusal.reason, refusal.field, refusal.detail) == (Reason.BAD_FIELD, field, rule)
    await owner.does(by_pin(PIN))
    await owner.does(by_passphrase(PASSPHRASE))


async def test_a_card_that_takes_no_writes_keeps_the_old_pin(running: Rig) -> None:
    owner = await running.owner()
    running.house.store.write_no_more(SaveProblem(reason="read_only"))
    assert await owner.why_not(SetPin(pin=NEW_PIN)) is Reason.NOT_SAVED
    await owner.does(by_pin(PIN))


async def test_the_surface_that_set_it_stays_open_until_it_locks(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(SetPin(pin=NEW_PIN))
    assert isinstance(await owner.ask(ShowCode()), CodeShown)
    await owner.does(Lock())
    assert await owner.why_not(ShowCode()) is Reason.LOCKED


def by_key(key: str) -> Unlock:
    return Unlock(kind=UnlockKind.RECOVERY, secret=key)


async def new_key(owner: Talker) -> tuple[str, FinishRecoveryKey]:
    """Another recovery key, and the proof that it was written down."""
    key = (await owner.asks(MakeRecoveryKey(), RecoveryKeyMade)).key
    return key, FinishRecoveryKey(last_group=key.rsplit("-", 1)[-1].lower())


async def test_a_new_recovery_key_opens_once_its_last_group_was_read_back(empty: Rig) -> None:
    old = await empty.set_up()
    owner, other = await empty.owner(), await empty.surface()
    new, proof = await new_key(owner)
    await other.does(by_key(old))
    assert await other.why_not(by_key(new)) is Reason.WRONG_SECRET
    await owner.does(proof)
    assert await other.why_not(by_key(old)) is Reason.WRONG_SECRET
    await other.does(by_key(new))


async def test_a_wrong_last_group_keeps_the_old_key_and_may_be_typed_again(empty: Rig) -> None:
    old = await empty.set_up()
    owner = await empty.owner()
    new, proof = await new_key(owner)
    wrong = FinishRecoveryKey(last_group="0000")
    assert await owner.why_not(wrong) is Reason.WRONG_GROUP
    await (await empty.surface()).does(by_key(old))
    await owner.does(proof, by_key(new))


async def test_a_new_key_goes_with_the_lock(empty: Rig) -> None:
    old = await empty.set_up()
    owner = await empty.owner()
    _, proof = await new_key(owner)
    await owner.does(Lock())
    assert await owner.why_not(proof) is Reason.LOCKED
    await owner.does(by_key(old))
    assert await owner.why_not(proof) is Reason.NO_KEY_PENDING


async def test_the_same_key_is_put_in_place_once(running: Rig) -> None:
    owner = await running.owner()
    _, proof = await new_key(owner)
    await owner.does(proof)
    assert await owner.why_not(proof) is Reason.NO_KEY_PENDING


async def test_whoever_has_not_unlocked_makes_no_key(running: Rig) -> None:
    assert await (await running.surface()).why_not(MakeRecoveryKey()) is Reason.LOCKED


async def test_a_card_that_takes_no_writes_keeps_the_old_key(empty: Rig) -> None:
    old = await empty.set_up()
    owner = await empty.owner()
    _, proof = await new_key(owner)
    empty.house.store.write_no_more(SaveProblem(reason="full"))
    assert await owner.why_not(proof) is Reason.NOT_SAVED
    await (await empty.surface()).does(by_key(old))
