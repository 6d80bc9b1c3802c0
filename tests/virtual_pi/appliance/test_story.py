"""From the battery's cut to a playing radio: one story, on pins, over SSH, through power cuts."""

import time
from pathlib import Path

import pytest

from pi.radio.lockout import SAVE_EVERY_S
from tests.blackbox.terminal import Terminal
from tests.virtual_pi.appliance import story_radio
from tests.virtual_pi.appliance.car import BACK, BUZZER, NEXT, Car
from tests.virtual_pi.appliance.driver import Driver, Stopwatch

pytestmark = pytest.mark.appliance

PIN, CODE = "2580", "3712"
SET_UP = f"""
pin = "{PIN}"
[[vehicle]]
name = "Qashqai"
head_unit = "{story_radio.ID}"
code = "{CODE}"
"""
OFF_S = 12.0


def is_set_up(car: Car, directory: Path) -> Driver:
    """The owner's family and vehicle, and a radio that plays."""
    car.pi.exec(
        "install -d -o steadyhandd -g steadyhandd -m 700 /var/lib/steadyhand/head_units"
        f" && cat > /var/lib/steadyhand/head_units/{story_radio.ID}.toml",
        typed=story_radio.TOML.encode(),
    )
    assert car.over_ssh("steadyhand setup --from -", SET_UP).returncode == 0
    assert car.over_ssh("steadyhand report accepted").returncode == 0
    family = story_radio.head_unit(directory)
    return Driver(car, story_radio.radio(CODE), family, CODE)


def unlocks(screen: Terminal) -> None:
    """Unlock this screen, and go back to what stood there."""
    screen.shows("Show")
    screen.types("2")
    screen.shows("PIN")
    screen.types(f"{PIN}\r")
    screen.shows("Hidden again")
    screen.types("\x1b")


def the_battery_is_cut(car: Car) -> None:
    """The clamp comes off; what is left in the capacitor is enough to write that down."""
    car.battery(connected=False)
    car.until(lambda: "FeedFell" in car.kinds(), "the word that the feed fell")
    car.pi.power_cut("drop")
    car.battery(connected=True)
    car.pi.start()


def the_ignition_goes_off_and_on(car: Car, radio: Stopwatch) -> None:
    """Nothing is counted while it is off."""
    car.ignition(on=False)
    radio.off()
    car.until(lambda: not car.wait()["counting"], "a wait that is not counted")
    before = car.wait()["counted_s"]
    time.sleep(OFF_S)
    assert car.wait()["counted_s"] == before
    radio.on()
    car.ignition(on=True)
    car.until(lambda: bool(car.wait()["counting"]), "a wait that is counted again")


def the_power_goes(car: Car, radio: Stopwatch) -> None:
    """In the middle of a wait; what was counted and marked is still there."""
    car.until(lambda: car.kinds().count("PowerWitnessed") > 0, "a mark of the wait")
    began, before = time.monotonic(), car.wait()
    car.pi.power_cut("torn", seed=3)
    radio.off()
    radio.on()
    car.pi.start()
    breaks = before["interruptions"]
    car.until(lambda: car.wait()["interruptions"] > breaks, "the word that the power went")
    more_s = car.wait()["counted_s"] - before["counted_s"]
    assert -SAVE_EVERY_S <= more_s <= time.monotonic() - began
    car.until(lambda: bool(car.wait()["counting"]), "a wait that is counted again")


def test_from_the_cut_of_the_battery_to_a_playing_radio(car: Car, tmp_path: Path) -> None:
    owner = is_set_up(car, tmp_path)
    the_battery_is_cut(car)
    assert car.status()["state"] == "Asking"

    with car.screen() as screen:
        screen.shows("battery")
        unlocks(screen)
        owner.walks(screen, slips_at=2, mends=True)
        owner.confirms(screen)
        assert owner.radio.playing, "the mended code is taken"
        owner.answers()
        car.comes_to("Playing")

        owner.radio.cut_supply()
        owner.radio.switch(True)
        car.states(NEXT, after=BACK)
        car.comes_to("Asking")
        for rejected in (1, 2, 3):
            owner.walks(screen, slips_at=4)
            owner.confirms(screen, dear=rejected == 3)
            owner.answers()
            car.comes_to("Waiting" if rejected == 3 else "Asking")
    radio = Stopwatch(owner.radio)
    assert car.wait()["owed_s"] == story_radio.OWED_S

    the_ignition_goes_off_and_on(car, radio)
    the_ignition_goes_off_and_on(car, radio)
    the_power_goes(car, radio)
    car.comes_to("SafeToTry")
    radio.look()
    assert not owner.radio.waiting, "a try is safe only once the radio's own wait is over"
    assert car.hears(BUZZER, for_s=8) > 2, "the cue repeats until it is answered"

    car.press(NEXT, held=True)
    car.comes_to("Asking")
    assert car.hears(BUZZER, for_s=5) == 0
    with car.screen() as screen:
        unlocks(screen)
        owner.walks(screen)
        owner.confirms(screen)
        assert owner.radio.playing
        owner.answers()
        car.comes_to("Playing")

    the_journal_is_complete(car)


def the_journal_is_complete(car: Car) -> None:
    """Everything that happened stands there in its order, and nothing secret."""
    told = [kind for kind in car.kinds() if kind in TOLD]
    assert told == TOLD
    assert not any(CODE in data or PIN in data for _, data in car.events())


TOLD = [
    "VehicleAdded",
    "CodeAccepted",
    "FeedFell",
    "BatteryCut",
    "WalkthroughStarted",
    "ConfirmPrompted",
    "CodeAccepted",
    "RadioAsked",
    *["WalkthroughStarted", "ConfirmPrompted", "CodeRejected"] * 3,
    "LockoutBegan",
    *["SupplyFell", "PowerReported", "PowerReported"] * 2,
    "WatchStarted",
    "PowerReported",
    "WaitCountedOut",
    "AskedAgain",
    "WalkthroughStarted",
    "ConfirmPrompted",
    "CodeAccepted",
]
