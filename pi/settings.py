"""The one file of settings, ``/etc/steadyhand/steadyhand.toml``: every key is optional.

Each setting is documented where it is declared: here, and in ``pi.hardware.wiring`` for the pins.
"""

import os
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from pi.drawable import clipped, drawable
from pi.filesystem import NotAFileError, TooLargeError, read_file
from pi.hardware.wiring import Wiring

SETTINGS_FILE: Final = "/etc/steadyhand/steadyhand.toml"
LARGEST_FILE: Final = 64 * 1024  # bytes
Clock24 = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class SettingsError(ValueError):
    """The file can't be followed. ``key`` and ``problem`` say where and why, in words.

    Its message is one line that names the file as well.
    """

    def __init__(self, file: Path, key: str, problem: str) -> None:
        self.key = clipped(key)
        self.problem = clipped(problem)
        said = (str(file), self.key, self.problem)
        super().__init__(drawable(": ".join(part for part in said if part)))


class _Table(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape all tables share."""


class Car(_Table, frozen=True, kw_only=True):
    """The car that the pins are wired to. ``vehicle`` is its number in Steadyhand."""

    vehicle: Annotated[int, Meta(ge=1)] = 1


class Quiet(_Table, frozen=True, kw_only=True):
    """Hours in which no buzzer sounds; lamps go on. Local time of day, both or neither.

    Where the wall clock can't be believed the buzzer sounds: an alarm too many wakes somebody,
    one too few costs a try.
    """

    begins: Clock24 | None = None
    ends: Clock24 | None = None


class Pace(_Table, frozen=True, kw_only=True):
    """The beat of the panel. ``beat_s``: seconds from press to press; 0 turns it off."""

    beat_s: Annotated[float, Meta(ge=0, le=5)] = 0.8


class Kiosk(_Table, frozen=True, kw_only=True):
    """The touchscreen. ``font_px``: height of a character's box in pixels.

    20 fits a 7 inch panel of 800x480, 24 a 5 inch one of 800x480, 16 a 3.5 inch one of 480x320.
    """

    font_px: Annotated[int, Meta(ge=8, le=96)] = 20


class RtcWitnessTable(_Table, frozen=True, kw_only=True):
    """A DS3231 clock that only the permanent feed keeps alive, on this I2C bus."""

    bus: Annotated[int, Meta(ge=0, le=32)] = 1


class Settings(_Table, frozen=True, kw_only=True):
    """Everything an owner can set."""

    car: Car = Car()
    pins: Wiring = Wiring()
    quiet: Quiet = Quiet()
    pace: Pace = Pace()
    kiosk: Kiosk = Kiosk()
    rtc_witness: RtcWitnessTable | None = None


def settings_path() -> Path:
    """Where the file lies: ``STEADYHAND_SETTINGS``, else the system's place."""
    return Path(os.environ.get("STEADYHAND_SETTINGS") or SETTINGS_FILE)


def read_settings(path: Path | None = None) -> Settings:
    """The settings; all at their defaults where there is no file. Raises SettingsError."""
    place = path or settings_path()
    try:
        text = read_file(place, LARGEST_FILE).decode()
    except FileNotFoundError:
        return Settings()
    except NotAFileError:
        raise SettingsError(place, "", "this is no plain file") from None
    except OSError as error:
        raise SettingsError(place, "", f"it can't be read: {error.strerror}") from None
    except TooLargeError:
        raise SettingsError(place, "", f"larger than {LARGEST_FILE // 1024} KiB") from None
    except UnicodeDecodeError:
        raise SettingsError(place, "", "this is no UTF-8 text") from None
    if not any(line.strip() and not line.startswith("#") for line in text.splitlines()):
        return Settings()  # as it is installed: no reader of TOML is loaded for that
    import tomllib

    try:
        return _consistent(msgspec.convert(tomllib.loads(text), Settings), place)
    except msgspec.ValidationError as error:
        problem, _, key = str(error).partition(" - at `$.")
        raise SettingsError(place, key.rstrip("`"), problem) from None
    except SettingsError:
        raise
    except (ValueError, RecursionError) as error:  # what tomllib raises, and its limits
        raise SettingsError(place, "", f"this is no TOML: {error}") from None


def _consistent(settings: Settings, place: Path) -> Settings:
    """What no single key can say. Raises SettingsError."""
    quiet = settings.quiet
    if (quiet.begins is None) is not (quiet.ends is None):
        missing = "begins" if quiet.begins is None else "ends"
        raise SettingsError(place, f"quiet.{missing}", "quiet hours need both, or neither")
    return settings
