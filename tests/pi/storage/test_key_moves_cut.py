"""A move of the device key that is cut off at any of its steps: the PIN opens all the same."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pi.radio.events import VehicleAdded
from pi.storage import store as store_module
from pi.storage.database import open_store
from pi.storage.errors import KeyIsThereError
from pi.storage.journal import Journal
from pi.storage.records import VehicleSecrets
from pi.storage.vault import Vault
from tests.cards.room import room
from tests.pi.storage.moments import at
from tests.pi.storage.moves import PIN, WORDS, Sticks, move, opens

MOST_STEPS = 30
STEPS = ("open", "write", "fsync", "rename", "unlink", "chmod")


class Cut(BaseException):
    """The power is gone: whoever would go on can't."""


class Power:
    """Goes at one of the calls that change a disk, and stays away."""

    def __init__(self, last: int) -> None:
        self._left = last
        self.gone = False

    def guarded(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """The same call for as long as there is power."""

        def call(*arguments: Any, **named: Any) -> Any:
            if self._left <= 0:
                self.gone = True
                raise Cut
            self._left -= 1
            return real(*arguments, **named)

        return call


def cut_off(power: Power, act: Callable[[], None]) -> None:
    """Do something until the power goes."""
    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, power.guarded(getattr(os, name)))
        begin = store_module.Store.transaction
        patch.setattr(store_module.Store, "transaction", power.guarded(begin))
        with suppress(Cut, KeyIsThereError):
            act()


def set_up(state: Path, sticks: Sticks) -> None:
    """A vault with PIN and passphrase."""
    with open_store(state) as store:
        prepared = sticks.vault(store).prepare_setup(
            [VehicleSecrets(vehicle="car", code="0042")], pin=PIN, passphrase=WORDS
        )
        prepared.commit(Journal(store), [("car", VehicleAdded(head_unit="unit"))], at())


def started(state: Path, sticks: Sticks, then: Callable[[Vault], None]) -> None:
    """Start as the service does, and do something."""
    with open_store(state) as store:
        vault = sticks.vault(store)
        vault.pin_key.tidy()
        then(vault)


def must_open(vault: Vault) -> None:
    assert opens(vault)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["one", "other", "card"]), st.integers(0, MOST_STEPS)),
        max_size=4,
    )
)
def test_wherever_moves_are_cut_off_the_pin_opens_after_the_next_start(
    moves: list[tuple[str, int]],
) -> None:
    with room() as place:
        sticks = Sticks(place)
        sticks.plugged = [sticks.one, sticks.other]
        set_up(place / "state", sticks)
        for to, steps in moves:
            stick = {"one": sticks.one, "other": sticks.other}.get(to)
            power = Power(steps)
            with open_store(place / "state") as store:
                vault = sticks.vault(store)
                cut_off(power, lambda: move(vault, stick))  # noqa: B023 - called at once
            started(place / "state", sticks, must_open)


@pytest.mark.parametrize("steps", range(MOST_STEPS))
def test_after_a_start_no_key_on_the_card_outlives_a_move_to_a_stick(
    tmp_path: Path, steps: int
) -> None:
    sticks = Sticks(tmp_path)
    set_up(tmp_path / "state", sticks)
    with open_store(tmp_path / "state") as store:
        cut_off(Power(steps), lambda: move(sticks.vault(store), sticks.one))

    def look(vault: Vault) -> None:
        on_card = (tmp_path / "state/device.key").exists()
        assert on_card is (vault.device_key_place == "file")

    started(tmp_path / "state", sticks, look)


def test_a_move_ends_before_the_power_would_go(tmp_path: Path) -> None:
    sticks = Sticks(tmp_path)
    set_up(tmp_path / "state", sticks)
    power = Power(MOST_STEPS)
    with open_store(tmp_path / "state") as store:
        cut_off(power, lambda: move(sticks.vault(store), sticks.one))
    assert not power.gone
