"""The file of settings, with its installed template; and the start of the touchscreen."""

import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

from pi.hardware.wiring import PROPOSED, Board, Lamp, LampKind, Level, Pull, Wire
from pi.settings import LARGEST_FILE, RtcWitnessTable, Settings, SettingsError, read_settings
from tests import ROOT

TEMPLATE = ROOT / "systemd" / "steadyhand.toml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings lie."""
    return tmp_path / "steadyhand.toml"


def settings_of(file: Path, text: str) -> Settings:
    """What a file with this text means."""
    file.write_text(text)
    return read_settings(file)


def error_of(file: Path, text: str | bytes) -> SettingsError:
    """What is said of a file that can't be followed."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError) as caught:
        read_settings(file)
    return caught.value


def uncommented() -> str:
    """The template with every proposal taken: what looks like a table or a key counts."""
    lines = [line.removeprefix("# ") for line in TEMPLATE.read_text().splitlines()]
    return "\n".join(line for line in lines if line.startswith("[") or " = " in line)


def keys_of(kind: type[msgspec.Struct], at: str = "") -> set[str]:
    """Every key that a table of settings has, its tables' keys too. A lamp has two ways."""
    keys = set[str]()
    for field in msgspec.structs.fields(kind):
        name = f"{at}{field.name}"
        inner = (field.type, *getattr(field.type, "__args__", ()))
        tables = [p for p in inner if isinstance(p, type) and issubclass(p, msgspec.Struct)]
        keys |= set().union(*(keys_of(table, f"{name}.") for table in tables)) or {name}
    return keys - {f"{at}{colour}" for colour in ("red", "green", "blue")}


def flat(table: dict[str, object], at: str = "") -> set[str]:
    """The keys of a table that was read, by their paths."""
    parts = [
        flat(value, f"{at}{key}.") if isinstance(value, dict) else {f"{at}{key}"}
        for key, value in table.items()
    ]
    return set().union(*parts)


def test_without_a_file_or_a_word_in_it_everything_is_at_its_default_and_a_variable_names_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_settings(file) == settings_of(file, "") == Settings()
    monkeypatch.setenv("STEADYHAND_SETTINGS", str(file))
    file.write_text("[car]\nvehicle = 7\n")
    assert read_settings().car.vehicle == 7


def test_wires_lamps_and_boards_are_read_and_no_wire_floats(file: Path) -> None:
    pins = settings_of(
        file,
        '[pins]\nboards = ["x728"]\n'
        '[pins.next]\npin = 17\nactive = "high"\npull = "down"\n'
        "[pins.back]\npin = 18\n"
        '[pins.lamp]\nkind = "rgb"\nred = 22\ngreen = 23\nblue = 24\n',
    ).pins
    assert pins.next == Wire(pin=17, active=Level.HIGH, pull=Pull.DOWN)
    assert pins.back == Wire(pin=18, pull=Pull.UP)
    assert pins.lamp == Lamp(kind=LampKind.RGB, red=22, green=23, blue=24)
    assert pins.boards == (Board.X728,)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[pins.next]\npin = 28\n", "pins.next.pin"),
        ("[pins.next]\npin = '6'\n", "pins.next.pin"),
        ("[pins.next]\nactive = 'low'\n", "pins.next"),
        ("[pins.nextt]\npin = 6\n", "pins"),
        ("[pins.lamp]\nkind = 'laser'\npin = 20\n", "pins.lamp.kind"),
        ("[pins]\nboards = ['unheard']\n", "pins.boards[0]"),
        ("[quiet]\nbegins = '24:00'\nends = '07:00'\n", "quiet.begins"),
        ("[quiet]\nbegins = '22:00'\n", "quiet.ends"),
        ("[quiet]\nends = '07:00'\n", "quiet.begins"),
        ("[pace]\nbeat_s = -1\n", "pace.beat_s"),
        ("[car]\nvehicle = 0\n", "car.vehicle"),
    ],
)
def test_a_key_that_can_not_be_followed_is_named(file: Path, text: str, key: str) -> None:
    assert error_of(file, text).key == key


def test_what_is_none_of_our_files_is_refused_in_one_line(file: Path) -> None:
    for text in ("[pins", b"\xff\xfe", "x" * (LARGEST_FILE + 1)):  # no TOML, no text, huge
        assert len(str(error_of(file, text)).splitlines()) == 1
    with pytest.raises(SettingsError):
        read_settings(file.parent)


def test_the_template_as_it_is_installed_sets_nothing_and_fits_a_terminal_of_100() -> None:
    assert read_settings(TEMPLATE) == Settings()
    assert max(map(len, TEMPLATE.read_text().splitlines())) <= 100


def test_the_template_names_every_key_every_default_and_the_pins_of_the_code(file: Path) -> None:
    assert flat(tomllib.loads(uncommented())) == keys_of(Settings)
    shown = settings_of(file, uncommented())
    kept = msgspec.structs.replace(shown, pins=Settings().pins, quiet=Settings().quiet)
    assert (kept, shown.pins) == (Settings(rtc_witness=RtcWitnessTable()), PROPOSED)


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
