"""What is said of the PIN's other half: never more than it keeps out, and always what to do."""

import textwrap
from typing import get_args

import pytest

from pi.service.protocol import Finding
from pi.service.refusal import Reason, Refusal
from pi.storage.errors import DeviceKeyReason
from tui.words import device_key, doctor
from tui.words.refusals import bad_field, refused

REASONS = (*get_args(DeviceKeyReason), "in_place", "no_stick", "several_sticks", "not_a_stick")


@pytest.mark.parametrize("place", ["file", "credential", "", "another"])
def test_without_a_stick_nothing_claims_to_keep_out_who_takes_the_card(place: str) -> None:
    said = device_key.keeps_out(place)
    assert "can try all PINs" in said or "only if a TPM chip" in said


def test_of_a_stick_it_is_said_that_it_must_not_stay_with_the_card() -> None:
    assert "take it with you" in device_key.keeps_out("stick")


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_one_line_of_its_own(reason: str) -> None:
    said = refused(Refusal(reason=Reason.DEVICE_KEY, detail=reason))
    assert said.endswith((".", "DIR", "card", "doctor", "device-key"))
    assert "_" not in said
    assert "\n" not in said


@pytest.mark.parametrize("reason", get_args(DeviceKeyReason))
def test_doctor_says_the_same_as_the_unlocking(reason: str) -> None:
    found = Finding(name="device_key", ok=False, reason=reason, value="stick")
    assert doctor.sentence(found) == refused(Refusal(reason=Reason.DEVICE_KEY, detail=reason))


def test_a_new_pin_without_its_stick_says_what_to_do_if_that_is_lost() -> None:
    assert bad_field("pin", "device_key_stick_away").endswith("steadyhand device-key --to card")


def test_a_new_pin_beside_a_damaged_key_names_the_file() -> None:
    assert "device.key" in bad_field("pin", "device_key_damaged")


@pytest.mark.parametrize("why", ["full", "read_only", "not_permitted", "failed"])
def test_a_stick_that_took_nothing_says_that_nothing_was_changed(why: str) -> None:
    said = refused(Refusal(reason=Reason.KEY_NOT_WRITTEN, detail=why))
    assert "Nothing was changed" in said


@pytest.mark.parametrize(
    "said",
    [
        device_key.stick_away_short(),
        *(device_key.trouble(f"stick_{what}") for what in ("other", "damaged", "unreadable")),
    ],
)
def test_what_is_said_of_a_stick_takes_two_lines_of_the_smallest_screen(said: str) -> None:
    assert len(textwrap.wrap(said, 38)) <= 2
