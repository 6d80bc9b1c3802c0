"""Wrong PINs: counted before they are looked at, slower and slower, and then no more."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio.instant import Instant
from pi.storage.database import open_store
from pi.storage.errors import (
    DeviceKeyError,
    InvalidSecretError,
    NoUnlockerError,
    PinDroppedError,
    PinWaitError,
    SaveProblem,
    WrongSecretError,
)
from pi.storage.pin_guard import FREE_TRIES, MOST_TRIES, WAITS_S, Tries
from pi.storage.store import Store
from pi.storage.vault import (
    PinState,
    UnlockerKind,
    Vault,
)
from pi.storage.vault_setup import PreparedSetup
from tests.pi.storage.moments import at, cheap

PIN = UnlockerKind.PIN
WRONG = "0000"
DAY = 86_400.0


def fail(vault: Vault, times: int, boot: str = "boot-1") -> WrongSecretError:
    """So many wrong PINs, each as soon as it is allowed; the answer to the last."""
    moment = DAY
    for _ in range(times):
        state = vault.pin_state(at(moment, boot=boot))
        assert state is not None
        moment += state.wait_s
        with pytest.raises(WrongSecretError) as caught:
            vault.unlock(PIN, WRONG, at(moment, boot=boot))
    return caught.value


def end_of_waits() -> Instant:
    return at(DAY + sum(WAITS_S))


pytestmark = pytest.mark.usefixtures("setup")


def test_the_right_pin_opens(vault: Vault) -> None:
    assert not vault.unlock(PIN, "2580", at()).closed


@pytest.mark.parametrize("times", range(1, FREE_TRIES))
def test_the_first_wrong_tries_cost_no_wait(vault: Vault, times: int) -> None:
    answer = fail(vault, times)
    assert (answer.tries_left, answer.wait_s) == (MOST_TRIES - times, 0.0)


@pytest.mark.parametrize(("times", "wait"), enumerate(WAITS_S, start=FREE_TRIES))
def test_each_further_wrong_try_costs_a_longer_wait(vault: Vault, times: int, wait: float) -> None:
    assert fail(vault, times).wait_s == wait


def test_the_waits_are_those_that_were_promised() -> None:
    assert WAITS_S == (30, 60, 300, 900, 3600)


def test_a_try_during_a_wait_is_not_looked_at(vault: Vault) -> None:
    fail(vault, FREE_TRIES)
    with pytest.raises(PinWaitError) as caught:
        vault.unlock(PIN, "2580", at(DAY + 20))
    assert caught.value.remaining_s == 10.0


def test_a_try_during_a_wait_is_not_counted(vault: Vault) -> None:
    fail(vault, FREE_TRIES)
    with pytest.raises(PinWaitError):
        vault.unlock(PIN, WRONG, at(DAY + 20))
    assert vault.pin_state(at(DAY + 20)) == PinState(tries_left=5, wait_s=10.0)


def test_the_right_pin_opens_after_the_wait(vault: Vault) -> None:
    fail(vault, FREE_TRIES)
    assert not vault.unlock(PIN, "2580", at(DAY + 30)).closed


def test_a_right_pin_clears_the_count(vault: Vault) -> None:
    fail(vault, 3)
    vault.unlock(PIN, "2580", at(DAY))
    assert vault.pin_state(at(DAY)) == PinState(tries_left=MOST_TRIES, wait_s=0.0)


def test_a_wait_starts_again_in_full_with_a_boot(vault: Vault) -> None:
    fail(vault, FREE_TRIES + 1)
    assert vault.pin_state(at(0.0, boot="boot-2")) == PinState(tries_left=4, wait_s=60.0)


def test_a_wait_runs_on_in_the_boot_that_followed(vault: Vault) -> None:
    fail(vault, FREE_TRIES + 1)
    assert vault.pin_state(at(45.0, boot="boot-2")) == PinState(tries_left=4, wait_s=15.0)


@given(st.integers(0, MOST_TRIES - 1), st.floats(0, 1e9), st.floats(0, 1e9), st.booleans())
def test_what_is_left_of_a_wait_is_never_more_than_the_wait(
    failed: int, last: float, now: float, same_boot: bool
) -> None:
    tries = Tries(failed=failed, boot_id="boot-1", monotonic=last)
    moment = at(now, boot="boot-1" if same_boot else "boot-2")
    assert 0 <= tries.remaining_s(moment) <= tries.wait_s


def test_the_tenth_wrong_pin_drops_it(vault: Vault) -> None:
    fail(vault, MOST_TRIES - 1)
    with pytest.raises(PinDroppedError):
        vault.unlock(PIN, WRONG, end_of_waits())
    assert PIN not in vault.kinds()


def test_the_tenth_try_may_still_be_right(vault: Vault) -> None:
    fail(vault, MOST_TRIES - 1)
    assert not vault.unlock(PIN, "2580", end_of_waits()).closed


def test_a_dropped_pin_opens_nothing(vault: Vault) -> None:
    fail(vault, MOST_TRIES - 1)
    with pytest.raises(PinDroppedError):
        vault.unlock(PIN, WRONG, end_of_waits())
    with pytest.raises(NoUnlockerError):
        vault.unlock(PIN, "2580", end_of_waits())


def test_a_dropped_pin_leaves_the_other_ways(vault: Vault, setup: PreparedSetup) -> None:
    fail(vault, MOST_TRIES - 1)
    with pytest.raises(PinDroppedError):
        vault.unlock(PIN, WRONG, end_of_waits())
    recovery = setup.recovery_key.reveal()
    assert not vault.unlock(UnlockerKind.RECOVERY, recovery, end_of_waits()).closed


def test_the_wrapped_key_of_a_dropped_pin_is_gone_from_the_file(vault: Vault, store: Store) -> None:
    ((wrapped,),) = store.query("SELECT wrapped FROM unlocker WHERE kind = 'pin'")
    assert wrapped in store.path.read_bytes()
    for turn in range(MOST_TRIES):
        with suppress(WrongSecretError, PinDroppedError):
            vault.unlock(PIN, WRONG, at(10_000.0 * (turn + 1)))
    assert wrapped not in store.path.read_bytes()


def test_a_try_that_never_ended_counts(vault: Vault) -> None:
    vault.begin_unlock(PIN, WRONG, at())
    assert vault.pin_state(at()) == PinState(tries_left=MOST_TRIES - 1, wait_s=0.0)


def test_a_try_that_never_ended_counts_after_the_next_start(vault: Vault, store: Store) -> None:
    vault.begin_unlock(PIN, WRONG, at())
    store.close()
    with open_store(store.directory) as again:
        state = Vault(again, cheap).pin_state(at())
    assert state == PinState(tries_left=MOST_TRIES - 1, wait_s=0.0)


def test_a_tenth_try_that_never_ended_leaves_no_eleventh(vault: Vault) -> None:
    fail(vault, MOST_TRIES - 1)
    vault.begin_unlock(PIN, WRONG, end_of_waits())
    with pytest.raises(PinDroppedError):
        vault.unlock(PIN, "2580", at(10 * DAY))
    assert PIN not in vault.kinds()


def test_a_text_that_is_no_pin_is_no_try(vault: Vault) -> None:
    with pytest.raises(InvalidSecretError):
        vault.unlock(PIN, "12", at())
    assert vault.pin_state(at()) == PinState(tries_left=MOST_TRIES, wait_s=0.0)


def test_a_missing_device_key_is_no_try(vault: Vault, store: Store) -> None:
    (store.directory / "device.key").unlink()
    with pytest.raises(DeviceKeyError):
        vault.unlock(PIN, "2580", at())
    assert vault.pin_state(at()) == PinState(tries_left=MOST_TRIES, wait_s=0.0)


def test_another_device_key_is_named_and_no_try(vault: Vault, store: Store) -> None:
    path = store.directory / "device.key"
    path.unlink()
    path.write_bytes(b"k" * 32)
    with pytest.raises(DeviceKeyError) as caught:
        vault.unlock(PIN, "2580", at())
    assert (caught.value.reason, vault.pin_state(at())) == (
        "changed",
        PinState(tries_left=MOST_TRIES, wait_s=0.0),
    )


def test_a_new_pin_has_all_its_tries(vault: Vault) -> None:
    fail(vault, 7)
    vault.unlock(UnlockerKind.PASSPHRASE, "correct horse", at()).set_pin("7777")
    assert vault.pin_state(at()) == PinState(tries_left=MOST_TRIES, wait_s=0.0)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [(UnlockerKind.PASSPHRASE, "wrong horse"), (UnlockerKind.RECOVERY, "0" * 28)],
)
def test_the_other_ways_have_no_limit(vault: Vault, kind: UnlockerKind, wrong: str) -> None:
    for _ in range(MOST_TRIES + 2):
        with pytest.raises(WrongSecretError) as caught:
            vault.unlock(kind, wrong, at())
    assert (caught.value.tries_left, caught.value.wait_s) == (None, 0.0)


@pytest.fixture
def stuck(store: Store, vault: Vault) -> Callable[[], None]:
    """Call it, and the card takes no more writes."""
    return lambda: store.write_no_more(SaveProblem(reason="read_only"))


def test_on_a_card_that_takes_no_writes_the_right_pin_opens(
    vault: Vault, stuck: Callable[[], None]
) -> None:
    stuck()
    assert not vault.unlock(PIN, "2580", at(40.0)).closed


def test_on_a_card_that_takes_no_writes_no_try_is_free(
    vault: Vault, stuck: Callable[[], None]
) -> None:
    stuck()
    with pytest.raises(WrongSecretError) as caught:
        vault.unlock(PIN, WRONG, at(40.0))
    assert (caught.value.tries_left, caught.value.wait_s) == (4, 60.0)


def test_on_a_card_that_takes_no_writes_the_first_try_waits_from_the_boot(
    vault: Vault, stuck: Callable[[], None]
) -> None:
    stuck()
    with pytest.raises(PinWaitError) as caught:
        vault.unlock(PIN, "2580", at(12.0))
    assert caught.value.remaining_s == 18.0


def test_on_a_card_that_takes_no_writes_the_pin_is_dropped_for_this_run(
    vault: Vault, stuck: Callable[[], None]
) -> None:
    fail(vault, MOST_TRIES - 1)
    stuck()
    with pytest.raises(PinDroppedError):
        vault.unlock(PIN, WRONG, end_of_waits())
    with pytest.raises(PinDroppedError):
        vault.unlock(PIN, "2580", at(10 * DAY))
    assert vault.pin_state(at(10 * DAY)) is None
