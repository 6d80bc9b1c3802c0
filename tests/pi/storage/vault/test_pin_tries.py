"""Wrong PINs: counted before they are looked at, slower and slower, and then no more."""

from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio.instant import Instant
from pi.storage import errors
from pi.storage.opening import open_store
from pi.storage.store import Store
from pi.storage.vault.pin import FREE_TRIES, MOST_TRIES, WAITS_S, Tries
from pi.storage.vault.vault import PinState, PreparedSetup, UnlockerKind, Vault
from tests.pi.storage.moments import PIN, WORDS, at, cheap
from tests.pi.storage.processes import at_work, lines_of

WRONG = "0000"
DAY = 86_400.0
ALL_LEFT = PinState(tries_left=MOST_TRIES, wait_s=0.0)
ONE_SPENT = PinState(tries_left=MOST_TRIES - 1, wait_s=0.0)


def try_pin(vault: Vault, pin: str, moment: Instant) -> None:
    assert not vault.unlock(UnlockerKind.PIN, pin, moment).closed


def fail(vault: Vault, times: int) -> errors.WrongSecretError:
    """So many wrong PINs, each as soon as it is allowed; the answer to the last."""
    moment = DAY
    for _ in range(times):
        state = vault.pin_state(at(moment))
        assert state is not None
        moment += state.wait_s
        with pytest.raises(errors.WrongSecretError) as caught:
            try_pin(vault, WRONG, at(moment))
    return caught.value


def after_all_waits() -> Instant:
    return at(DAY + sum(WAITS_S))


pytestmark = pytest.mark.usefixtures("setup")


def test_the_first_tries_cost_no_wait_and_each_further_one_a_longer_wait(vault: Vault) -> None:
    waits = (*(0.0,) * (FREE_TRIES - 1), 30.0, 60.0, 300.0, 900.0, 3600.0)
    moment = DAY
    for tried, wait in enumerate(waits, start=1):
        with pytest.raises(errors.WrongSecretError) as caught:
            try_pin(vault, WRONG, at(moment))
        told = (caught.value.tries_left, caught.value.wait_s)
        assert told == (MOST_TRIES - tried, wait)
        moment += wait


def test_a_try_during_a_wait_is_neither_looked_at_nor_counted(vault: Vault) -> None:
    fail(vault, FREE_TRIES)
    for pin in (PIN, WRONG):
        with pytest.raises(errors.PinWaitError) as caught:
            try_pin(vault, pin, at(DAY + 20))
        assert caught.value.remaining_s == 10.0
    assert vault.pin_state(at(DAY + 20)) == PinState(tries_left=5, wait_s=10.0)
    try_pin(vault, PIN, at(DAY + 30))


@pytest.mark.parametrize("kind", [UnlockerKind.PIN, UnlockerKind.PASSPHRASE])
def test_a_right_pin_and_a_new_one_have_all_tries_again(vault: Vault, kind: UnlockerKind) -> None:
    fail(vault, 3)
    if kind is UnlockerKind.PIN:
        try_pin(vault, PIN, at(DAY))
    else:
        vault.unlock(kind, WORDS, at()).set_pin("7707")
    assert vault.pin_state(at(DAY)) == ALL_LEFT


def test_a_wait_starts_again_in_full_with_a_boot_and_runs_on_in_it(vault: Vault) -> None:
    fail(vault, FREE_TRIES + 1)
    left = [vault.pin_state(at(seconds, boot="boot-2")) for seconds in (0.0, 45.0)]
    assert left == [PinState(tries_left=4, wait_s=wait) for wait in (60.0, 15.0)]


@given(st.integers(0, MOST_TRIES - 1), st.floats(0, 1e9), st.floats(0, 1e9), st.booleans())
def test_what_is_left_of_a_wait_is_never_more_than_the_wait(
    failed: int, last: float, now: float, same_boot: bool
) -> None:
    tries = Tries(failed=failed, boot_id="boot-1", monotonic=last)
    moment = at(now, boot="boot-1" if same_boot else "boot-2")
    assert 0 <= tries.remaining_s(moment) <= tries.wait_s


def test_the_tenth_try_if_wrong_drops_the_pin_to_its_last_byte_and_leaves_the_other_ways(
    vault: Vault, setup: PreparedSetup, store: Store
) -> None:
    ((wrapped,),) = store.query("SELECT wrapped FROM unlocker WHERE kind = 'pin'")
    assert wrapped in store.path.read_bytes()
    fail(vault, MOST_TRIES - 1)
    try_pin(vault, PIN, after_all_waits())  # the tenth may still be right
    fail(vault, MOST_TRIES - 1)
    with pytest.raises(errors.PinDroppedError):
        try_pin(vault, WRONG, after_all_waits())
    with pytest.raises(errors.NoUnlockerError):
        try_pin(vault, PIN, after_all_waits())
    assert UnlockerKind.PIN not in vault.kinds()
    assert wrapped not in store.path.read_bytes()
    assert not vault.unlock(UnlockerKind.RECOVERY, setup.recovery_key.reveal(), at()).closed


def test_a_try_that_never_ended_counts_after_the_next_start(vault: Vault, store: Store) -> None:
    vault.begin_unlock(UnlockerKind.PIN, WRONG, at())
    assert vault.pin_state(at()) == ONE_SPENT
    store.close()
    with open_store(store.directory) as again:
        assert Vault(again, cheap).pin_state(at()) == ONE_SPENT


def test_a_tenth_try_that_never_ended_leaves_no_eleventh(vault: Vault) -> None:
    fail(vault, MOST_TRIES - 1)
    vault.begin_unlock(UnlockerKind.PIN, WRONG, after_all_waits())
    with pytest.raises(errors.PinDroppedError):
        try_pin(vault, PIN, at(10 * DAY))
    assert UnlockerKind.PIN not in vault.kinds()


def test_what_is_no_pin_or_a_missing_device_key_is_no_try(vault: Vault, store: Store) -> None:
    with pytest.raises(errors.InvalidSecretError):
        try_pin(vault, "12", at())
    key = store.directory / "device.key"
    key.unlink()
    with pytest.raises(errors.DeviceKeyError, match="missing"):
        try_pin(vault, PIN, at())
    key.write_bytes(b"k" * 32)
    with pytest.raises(errors.DeviceKeyError, match="changed"):
        try_pin(vault, PIN, at())
    assert vault.pin_state(at()) == ALL_LEFT


def test_the_other_ways_have_no_limit(vault: Vault) -> None:
    for _ in range(MOST_TRIES + 2):
        for kind, wrong in (("passphrase", "wrong horse"), ("recovery", "0" * 28)):
            with pytest.raises(errors.WrongSecretError) as caught:
                vault.unlock(UnlockerKind(kind), wrong, at())
            assert (caught.value.tries_left, caught.value.wait_s) == (None, 0.0)


def test_on_a_card_that_takes_no_writes_tries_wait_from_the_boot_and_none_is_free(
    vault: Vault, store: Store
) -> None:
    store.write_no_more(errors.SaveProblem(reason="read_only"))
    with pytest.raises(errors.PinWaitError) as early:
        try_pin(vault, PIN, at(12.0))
    assert early.value.remaining_s == 18.0
    try_pin(vault, PIN, at(40.0))
    with pytest.raises(errors.WrongSecretError) as caught:
        try_pin(vault, WRONG, at(40.0))
    assert (caught.value.tries_left, caught.value.wait_s) == (4, 60.0)


def test_on_a_read_only_card_the_pin_is_dropped_for_this_run(vault: Vault, store: Store) -> None:
    fail(vault, MOST_TRIES - 1)
    store.write_no_more(errors.SaveProblem(reason="read_only"))
    for pin, moment in ((WRONG, after_all_waits()), (PIN, at(10 * DAY))):
        with pytest.raises(errors.PinDroppedError):
            try_pin(vault, pin, moment)
    assert vault.pin_state(at(10 * DAY)) is None


def test_racing_processes_get_no_more_tries_than_one_alone(store: Store, vault: Vault) -> None:
    with ExitStack() as running:
        triers = [running.enter_context(at_work("try", store.directory)) for _ in range(3)]
        assert [lines_of(trier).readline() for trier in triers] == ["ready\n"] * 3
        for trier in triers:
            assert trier.stdin is not None
            trier.stdin.write("go\n")
            trier.stdin.flush()
        tried = sum(int(lines_of(trier).readline()) for trier in triers)
    assert tried == FREE_TRIES
    assert vault.pin_state(at()) == PinState(tries_left=MOST_TRIES - tried, wait_s=30.0)
