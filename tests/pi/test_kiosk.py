"""The start of the touchscreen: real scripts stand for cage and foot."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT


class Bench:
    """A PATH with a cage that prints what it was given, a foot, and a settings file."""

    def __init__(self, place: Path) -> None:
        self.programs = place / "bin"
        self.programs.mkdir()
        self.settings = place / "steadyhand.toml"
        self.installed("cage", 'printf "%s\\n" "$@"')
        self.installed("foot", "echo 'foot version: 1.21.0 +pgo +ime'")

    def installed(self, name: str, script: str) -> None:
        """Put a program on PATH."""
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def start(self) -> "subprocess.CompletedProcess[str]":
        """The start of the touchscreen, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "pi.kiosk"],
            env={"PATH": str(self.programs), "STEADYHAND_SETTINGS": str(self.settings)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Everything installed, nothing set."""
    return Bench(tmp_path)


def test_cage_holds_foot_and_foot_the_screens_and_nothing_is_said(bench: Bench) -> None:
    done = bench.start()
    assert (done.stderr, done.stdout.splitlines()) == (
        "",
        [
            *("-d", "--", "foot", "--config=/etc/steadyhand/foot.ini"),
            *("-o", "main.font=DejaVu Sans Mono:pixelsize=20"),
            *("/usr/bin/steadyhand", "--kiosk"),
        ],
    )


def test_the_size_of_the_letters_is_a_setting(bench: Bench) -> None:
    bench.settings.write_text("[kiosk]\nfont_px = 24\n")
    assert "main.font=DejaVu Sans Mono:pixelsize=24" in bench.start().stdout.splitlines()


@pytest.mark.parametrize("text", ["[kiosk]\nfont_px = 'large'\n", "[kiosk\n", "\n\n[wrong]\n"])
def test_bad_settings_cost_their_own_size_and_are_said_in_one_line(bench: Bench, text: str) -> None:
    bench.settings.write_text(text)
    done = bench.start()
    assert "main.font=DejaVu Sans Mono:pixelsize=20" in done.stdout.splitlines()
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)


def test_a_foot_without_touch_is_said_and_started_all_the_same(bench: Bench) -> None:
    bench.installed("foot", "echo 'foot version: 1.13.1'")
    done = bench.start()
    assert done.stderr.endswith("foot 1.13 knows no touch: that needs Raspberry Pi OS 13\n")
    assert "/usr/bin/steadyhand" in done.stdout.splitlines()


@pytest.mark.parametrize("name", ["cage", "foot"])
def test_a_missing_program_ends_it_for_good(bench: Bench, name: str) -> None:
    (bench.programs / name).unlink()
    done = bench.start()
    unit = (ROOT / "systemd" / "steadyhand-kiosk.service").read_text()
    assert f"{name} is not installed: apt install cage foot" in done.stderr
    assert f"\nRestartPreventExitStatus={done.returncode}\n" in unit
