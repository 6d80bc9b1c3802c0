"""What ``steadyhand kiosk`` says."""

from tui.text.language import _

HELP_KIOSK = _("The touchscreen of this machine: enable, disable or status.")


def enabled() -> str:
    """It was turned on."""
    return _("The touchscreen is on, now and at each start.")


def disabled() -> str:
    """It was turned off."""
    return _("The touchscreen is off. The screen shows the login again.")


def status(*, enabled: bool, running: bool) -> str:
    """Whether it is on at each start, and whether it runs now."""
    if enabled and running:
        return _("The touchscreen is on and running.")
    if enabled:
        return _("The touchscreen is on but not running. See: journalctl -u steadyhand-kiosk")
    if running:
        return _("The touchscreen is running, but off from the next start on.")
    return _("The touchscreen is off. Turn it on: sudo steadyhand kiosk enable")


def needs_root(verb: str) -> str:
    """Only root may."""
    return _("Only root may do that. Use: sudo steadyhand kiosk {verb}").format(verb=verb)


def too_old(debian: int) -> str:
    """A system whose terminal knows no touch."""
    return _(
        "Touch needs Raspberry Pi OS 13; this is {debian}. Here use a keyboard or SSH."
    ).format(debian=debian)


def packages_missing(packages: list[str]) -> str:
    """What it takes is not installed."""
    return _("Something is missing. Install it: sudo apt install {packages}").format(
        packages=" ".join(packages)
    )


def no_systemd() -> str:
    """Nobody who could start it."""
    return _("There is no systemd here. Start it yourself: steadyhand --kiosk")


def systemd_refused(problem: str) -> str:
    """What systemd said."""
    return _("systemd did not do it: {problem}").format(problem=problem)
