"""The terminal's settings, as the foot of Debian 13 reads them."""

import re
from pathlib import Path

import pytest

from tests.kiosk.machine import Debian, machine

pytestmark = pytest.mark.appliance

KEYS_AND_BUTTONS = ("[key-bindings]", "[mouse-bindings]")


def test_foot_finds_no_fault_in_its_settings(debian: Debian, tmp_path: Path) -> None:
    with machine(debian, tmp_path) as running:
        running.run("foot", "--check-config", "--config=/etc/steadyhand/foot.ini")


def test_every_key_and_button_that_foot_would_take_for_itself_is_off(debian: Debian) -> None:
    named = _bindings((debian.product / "systemd" / "foot.ini").read_text())
    every = _bindings((debian.root / "etc" / "xdg" / "foot" / "foot.ini").read_text())
    on = {name for name, keys in every.items() if keys != "none" and not keys.startswith("[")}
    assert {name: named.get(name) for name in on} == dict.fromkeys(on, "none")


def _bindings(text: str) -> dict[str, str]:
    """What each action of the terminal is bound to, commented out or not."""
    found, section = {}, ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line
        bound = re.fullmatch(r"(?:# )?([a-z-]+) ?= ?(.*)", line)
        if bound and section in KEYS_AND_BUTTONS:
            found[f"{section} {bound[1]}"] = bound[2]
    return found
