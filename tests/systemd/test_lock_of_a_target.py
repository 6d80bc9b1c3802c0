"""Which of the lock's distributions a package carries."""

import pytest

from systemd.deb.lock import needed, pins
from systemd.deb.target import Target
from tests import ROOT

LOCK = (ROOT / "requirements.lock").read_text()
PI_12, PI_13, PC_12 = Target("arm64", "3.11"), Target("arm64", "3.13"), Target("amd64", "3.11")


def test_a_pi_gets_the_lgpio_that_is_one_on_its_python_with_every_hash_of_the_lock() -> None:
    on_12, on_13 = pins(LOCK, PI_12), pins(LOCK, PI_13)
    lgpios = [[name for name in found if "lgpio" in name] for found in (on_12, on_13)]
    assert lgpios == [["lgpio"], ["adafruit-lgpio"]]
    kept = "".join(pin.text for pin in (*on_12.values(), on_13["adafruit-lgpio"]))
    assert kept.count("--hash=sha256:") == LOCK.count("--hash=sha256:")


@pytest.mark.parametrize(
    ("project", "requires", "target", "reached"),
    [
        pytest.param("a", {"a": ["b>=1"], "b": ["c"], "c": ["a"]}, PI_12, "abc", id="to the end"),
        pytest.param("a[x]", {"a": ["b; extra == 'x'"], "b": []}, PI_12, "ab", id="an extra"),
        pytest.param("a", {"a": ["b; extra == 'x'"], "b": []}, PI_12, "a", id="no extra"),
        pytest.param("a; platform_machine == 'aarch64'", {"a": []}, PI_12, "a", id="a marker"),
        pytest.param("a; platform_machine == 'aarch64'", {"a": []}, PC_12, "", id="another's"),
    ],
)
def test_requirements_are_followed_where_they_hold(
    project: str, requires: dict[str, list[str]], target: Target, reached: str
) -> None:
    assert needed([project], {**requires, "d": []}, target) == set(reached)


def test_a_requirement_that_the_lock_does_not_pin_ends_the_build() -> None:
    with pytest.raises(ValueError, match="lock pins no b"):
        needed(["a"], {"a": ["b"]}, PI_12)
