"""Settings that can't be followed change nothing that works, and are said."""

from pathlib import Path

import pytest

from pi.hardware.wiring import Signal
from pi.service.asks import Examine
from pi.service.protocol import Examined
from tests.pi.service.rig import Rig
from tests.pi.service.wires import FakeBody


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of settings of this process, not there yet."""
    monkeypatch.setenv("STEADYHAND_SETTINGS", str(tmp_path / "steadyhand.toml"))
    return tmp_path / "steadyhand.toml"


async def trouble_with_pins(rig: Rig) -> list[str]:
    """What the doctor says of the settings."""
    told = await (await rig.surface()).ask(Examine())
    assert isinstance(told, Examined)
    return [one.place for one in told.findings if one.reason == "bad_file"]


async def test_the_wires_of_before_stay(wired: Rig, settings: Path) -> None:
    async with wired.service():
        before = wired.body
        settings.write_text("[pins.nxt]\npin = 6\n")
        wired.body = FakeBody(frozenset({Signal.SEE}))
        wired.house.reload()
        assert not before.closed


async def test_the_file_the_key_and_the_reason_are_told_in_one_line(
    wired: Rig, settings: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with wired.service():
        settings.write_text("[pace]\nbeat_s = 'fast'\n")
        wired.house.reload()
        told = f"{settings}: pace.beat_s: Expected `float`, got `str`"
        assert await trouble_with_pins(wired) == [told]
    said = f"steadyhandd: {told}; the settings of before stay in force\n"
    assert capfd.readouterr().err == said


async def test_mended_settings_are_taken_up_and_nothing_is_said(
    wired: Rig, settings: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with wired.service():
        settings.write_text("[pins")
        wired.house.reload()
        settings.write_text("")
        capfd.readouterr()
        wired.house.reload()
        assert await trouble_with_pins(wired) == []
    assert capfd.readouterr().err == ""
