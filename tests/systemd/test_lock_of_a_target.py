"""Which of the lock's distributions a package carries."""

from pathlib import Path

import pytest

from systemd.deb.lock import needed, pins
from systemd.deb.target import Target

LOCK = (Path(__file__).parents[2] / "requirements.lock").read_text()
PI_12, PI_13, PC_12 = Target("arm64", "3.11"), Target("arm64", "3.13"), Target("amd64", "3.11")


def lgpios(target: Target) -> list[str]:
    """The distributions that bring lgpio."""
    return [name for name in pins(LOCK, target) if "lgpio" in name]


def test_a_pi_gets_the_lgpio_that_is_one_on_its_python() -> None:
    assert (lgpios(PI_12), lgpios(PI_13)) == (["lgpio"], ["adafruit-lgpio"])


def test_a_pin_keeps_every_hash_of_the_lock() -> None:
    kept = sum(pin.text.count("--hash=sha256:") for pin in pins(LOCK, PI_12).values())
    elsewhere = pins(LOCK, PI_13)["adafruit-lgpio"].text.count("--hash=sha256:")
    assert kept + elsewhere == LOCK.count("--hash=sha256:")


def test_requirements_are_followed_to_their_end() -> None:
    requires = {"a": ["b>=1"], "b": ["c"], "c": ["a"], "d": []}
    assert needed(["a"], requires, PI_12) == {"a", "b", "c"}


def test_what_an_extra_brings_is_followed_where_it_is_asked_for() -> None:
    requires = {"a": ["b; extra == 'more'"], "b": []}
    asked, not_asked = (needed([line], requires, PI_12) for line in ("a[more]", "a"))
    assert [sorted(asked), sorted(not_asked)] == [["a", "b"], ["a"]]


def test_a_marker_is_compared_with_the_target() -> None:
    project = ["a; platform_machine == 'aarch64'"]
    requires: dict[str, list[str]] = {"a": []}
    reached = [sorted(needed(project, requires, target)) for target in (PI_12, PC_12)]
    assert reached == [["a"], []]


def test_a_requirement_that_the_lock_does_not_pin_ends_the_build() -> None:
    with pytest.raises(ValueError, match="lock pins no b"):
        needed(["a"], {"a": ["b"]}, PI_12)
