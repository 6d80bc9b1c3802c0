"""What is said of what is wrong: what, and what to do, in lines that fit the smallest screen."""

import textwrap
from typing import get_args

from pi.hardware.wiring import Board, Signal
from pi.hardware.wiring_check import Bus
from pi.service.protocol.answers import Finding, Lost, Reason, Refusal
from pi.service.protocol.views import PinTrouble
from pi.storage.errors import DeviceKeyReason
from pi.storage.opening import WHOLE
from pi.storage.row_sums import TABLES
from tui.cli.doctor import OF_THE_STORE
from tui.text import secrets
from tui.text.cli import line, sentence
from tui.text.home import see_more, trouble
from tui.text.refusals import bad_field, refused


def found(name: str, reason: str | None = None, value: str = "", place: str = "") -> Finding:
    return Finding(name=name, ok=False, reason=reason, value=value, place=place)


WRONG = [
    found("version", value="0.2.0", place="0.1.0"),
    found("service", "not_allowed", place="/run/s"),
    found("service", "other_version", "0.1.0", "/run/s"),
    found("service", "store", place="/var/lib/steadyhand"),
    *(found("store", why) for why in ("full", "read_only", "io_error", "damaged", "volatile")),
    found("store", "read_only", "journal", "/var/lib"),
    found("store", "volatile", "overlay", "/var/lib"),
    *(found("store", reason, "unopened", "/var/lib") for reason in sorted(OF_THE_STORE)),
    *(found("damage", part) for part in (*TABLES, WHOLE, "mended")),
    *(found("traces", why, place="/var/lib") for why in ("full", "busy")),
    found("free_space", value="1048576", place="/var/lib"),
    found("pin", "busy", "lamp", "20"),
    found("pin", "no_library", place="lgpio"),
    found("terminal", "dumb", "dumb"),
    found("terminal", "too_small", "xterm", "30x10x8"),
    found("kiosk", "missing", "on", "foot"),
    found("kiosk", "too_old", "on", "12"),
]
NEITHER = [
    Finding(name="free_space", ok=None, place="/var/lib"),
    Finding(name="clock", ok=None, value="unsure"),
    Finding(name="watchdog", ok=None),
    Finding(name="pins", ok=None),
    Finding(name="terminal", ok=None, reason="none"),
    Finding(name="kiosk", ok=None, value="off"),
]


def test_what_is_wrong_is_marked_and_says_what_to_do_in_one_line() -> None:
    for one in WRONG:
        said = line(one)
        assert said.startswith("!!  ")
        assert said.count(". ") + said.count(": ") >= 1
        assert "\n" not in said
    assert {line(one)[:4] for one in NEITHER} == {"??  "}
    # Without words of their own it would be said that nobody answers at the store's place.
    said = {one: sentence(found("store", one, "unopened", "/x")) for one in OF_THE_STORE}
    assert not [reason for reason, words in said.items() if "No service answers" in words]


def test_a_finding_is_told_as_on_the_screens_and_an_unknown_one_as_it_came() -> None:
    little = found("free_space", value=str(3 * 1024 * 1024), place="/x")
    clash = found("pin", "clash", "lamp", "7 spi_screen")
    for one, said in (
        (little, "!!  free_space  3 MiB are free in /x. Delete what you can spare."),
        (clash, "!!  pin         Lamp, pin 7: used by spi screen. Choose another."),
        (
            found("pin", "missing_pin", "lamp", "red"),
            "!!  pin         Lamp: red is not named. Name it in the settings.",
        ),
        (
            Finding(name="pins", ok=True, value="lamp, next"),
            "ok  pins        Working: Lamp, Button NEXT.",
        ),
        (Finding(name="moon", ok=True, value="full"), "ok  moon        full"),
    ):
        assert line(one) == said


def test_each_thing_that_no_backup_can_read_is_named_once_and_the_rest_is_counted() -> None:
    code = Lost(vehicle=2, field="code")
    lost = (code, code, Lost(vehicle=11), Lost(way="pin"), Lost())
    told = refused(Refusal(reason=Reason.NO_BACKUP, detail="damaged", lost=lost, more=3))
    named = "vehicle 2, its code; vehicle 11; the PIN; the list of what is kept; 3 more"
    assert told.startswith(f"No backup was made. These can't be read: {named}. ")


def test_never_more_is_said_of_a_pin_and_its_key_than_they_keep_out() -> None:
    for place in ("file", "credential", "", "another"):
        said = secrets.keeps_out(place)
        assert "can try all PINs" in said or "only if a TPM chip" in said
    assert "take it with you" in secrets.keeps_out("stick")
    assert "does not hold if someone takes the memory card" in secrets.pin_and_card("file")
    assert "holds only if a TPM chip" in secrets.pin_and_card("credential")
    assert secrets.pin_and_card("") == secrets.pin_and_card("file")


def test_every_reason_of_a_key_has_one_line_and_the_doctor_says_the_same() -> None:
    elsewhere = ("in_place", "no_stick", "several_sticks", "not_a_stick")
    for reason in (*get_args(DeviceKeyReason), *elsewhere):
        said = refused(Refusal(reason=Reason.DEVICE_KEY, detail=reason))
        assert said.endswith((".", "DIR", "card", "doctor", "device-key"))
        assert not set(said) & set("_\n")
        if reason not in elsewhere:
            assert sentence(found("device_key", reason, "stick")) == said
    away = bad_field("pin", "device_key_stick_away")
    assert away.endswith("steadyhand device-key --to card")
    assert "device.key" in bad_field("pin", "device_key_damaged")
    for why in ("full", "read_only", "not_permitted", "failed"):
        told = refused(Refusal(reason=Reason.KEY_NOT_WRITTEN, detail=why))
        assert "Nothing was changed" in told
    short = [secrets.trouble(f"stick_{what}") for what in ("other", "damaged", "unreadable")]
    short.append(secrets.STICK_AWAY_SHORT)
    assert [one for one in short if len(textwrap.wrap(one, 38)) > 2] == []


OF_A_PIN = {
    "reserved": ["id_eeprom"],
    "twice": [signal.value for signal in Signal],
    "clash": [*(board.value for board in Board), *(bus.value for bus in Bus)],
    "busy": ["GPIOPinInUse: GPIO26 is in use"],
    "fixed_pull": ["up"],
    "boots_on": ["high", "low"],
    "wrong_board": ["PinInvalidPin"],
}
OF_ALL = {"no_chip": "/dev/gpiochip0", "no_permission": "/dev/gpiochip0", "no_library": "lgpio"}


def say(reason: str, detail: str = "", signal: str | None = "ignition", pin: int = 26) -> str:
    return trouble(PinTrouble(reason=reason, signal=signal, pin=pin, detail=detail))


def test_a_pin_in_trouble_takes_two_lines_of_the_smallest_screen_and_says_what_to_do() -> None:
    said = [say(reason, detail) for reason, details in OF_A_PIN.items() for detail in details]
    assert [one for one in said if len(one) > 2 * 38] == []
    said += [say(reason, detail) for reason, detail in OF_ALL.items()]
    said.append(say("fault", "OSError: gone"))
    assert [one for one in said if not (one.endswith(".") and ". " in one)] == []
    for reason, detail in OF_ALL.items():  # the whole panel, and no pin
        told = trouble(PinTrouble(reason=reason, detail=detail))
        assert (told.startswith("Panel: "), detail in told) == (True, True)
    twice = say("twice", "back", "next", 6)
    assert twice == "Button NEXT, pin 6: Button BACK has it too. Choose another."
    assert "melted" in say("melted")
    missed = [see_more([PinTrouble(reason="busy", signal=one)]) for one in ("next", None, "lamp")]
    assert [*map(bool, missed)] == [True, True, False]  # home tells of what would be missed
