"""The wires as the settings name them, opened. What can't be followed leaves the rest working."""

from msgspec import Struct

from pi.hardware.told import Body, NoBody, PinProblem
from pi.settings import Settings, SettingsError, read_settings


class Fitted(Struct, frozen=True):
    """The settings in force, and what they wired."""

    settings: Settings
    body: Body


def fitted() -> Fitted:
    """Read the settings and open what they wire. Raises nothing: trouble is the body's to tell."""
    try:
        settings = read_settings()
    except SettingsError as error:
        return Fitted(Settings(), NoBody((PinProblem(reason="bad_file", detail=str(error)),)))
    if settings.pins == Settings().pins:
        return Fitted(settings, NoBody())
    from pi.hardware.panel import open_body  # the pins' libraries: only where there are pins

    return Fitted(settings, open_body(settings))
