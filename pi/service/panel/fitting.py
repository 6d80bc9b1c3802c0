"""The wires as the settings name them, opened. What can't be followed leaves the rest working."""

from typing import TYPE_CHECKING

from msgspec import Struct

from pi.hardware.body import Body, NoBody, PinProblem
from pi.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from pi.hardware.rtc_witness import RtcWitness


class Fitted(Struct, frozen=True):
    """The settings in force, and what they wired. ``broken``: why the file is not followed."""

    settings: Settings
    body: Body
    witness: "RtcWitness | None" = None
    broken: str = ""


def fitted() -> Fitted:
    """Read the settings and open what they wire. Raises nothing: trouble is the body's to tell."""
    try:
        settings = read_settings()
    except SettingsError as error:
        why = str(error)
        return Fitted(Settings(), NoBody((not_followed(why),)), broken=why)
    return Fitted(settings, _body(settings), _witness(settings))


def broken_settings() -> str:
    """Why the file of settings can't be followed, in one line that names it; empty if it can."""
    try:
        read_settings()
    except SettingsError as error:
        return str(error)
    return ""


def not_followed(why: str) -> PinProblem:
    """The same as the panel's trouble, for the screens and for the doctor."""
    return PinProblem(reason="bad_file", detail=why)


def _body(settings: Settings) -> Body:
    if settings.pins == Settings().pins:
        return NoBody()
    from pi.hardware.panel import open_body  # each start without pins would pay for it

    return open_body(settings)


def _witness(settings: Settings) -> "RtcWitness | None":
    if settings.rtc_witness is None:
        return None
    from pi.hardware.rtc_witness import RtcWitness

    return RtcWitness(settings.rtc_witness.bus)
