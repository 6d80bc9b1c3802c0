"""``python -m pi.kiosk``: become the touchscreen's compositor, with the screens in it.

Started by steadyhand-kiosk.service. What it has to say goes to the journal, one line each.
"""

import os
import re
import subprocess
import sys
from shutil import which
from typing import Final, NoReturn

from pi.process import leave_no_core, log
from pi.settings import Kiosk, SettingsError, read_settings

FOOT_INI: Final = "/etc/steadyhand/foot.ini"
SCREENS: Final = ("/usr/bin/steadyhand", "--kiosk")
FONT: Final = "DejaVu Sans Mono"
FIRST_FOOT_WITH_TOUCH: Final = (1, 15)
UNAVAILABLE: Final = 69  # EX_UNAVAILABLE of sysexits.h: the unit is not started again


def main() -> NoReturn:
    """Hand this process over to cage; it ends here only where that can't be done."""
    leave_no_core()  # the terminal holds the code as long as it shows it
    for program in ("cage", "foot"):
        if which(program) is None:
            _say(f"{program} is not installed: apt install cage foot fonts-dejavu-core")
            sys.exit(UNAVAILABLE)
    version = foot_version()
    if version is not None and version < FIRST_FOOT_WITH_TOUCH:
        _say(f"foot {version[0]}.{version[1]} knows no touch: that needs Raspberry Pi OS 13")
    command = kiosk_command(font_px())
    try:
        os.execvp(command[0], command)  # noqa: S606 - no shell is wanted
    except OSError as error:
        _say(f"{command[0]} can't be started: {error.strerror}")
        sys.exit(UNAVAILABLE)


def kiosk_command(font_px: int) -> list[str]:
    """The compositor, the terminal in it, and the screens in that. ``font_px``: pixels."""
    font = f"main.font={FONT}:pixelsize={font_px}"
    return ["cage", "-d", "--", "foot", f"--config={FOOT_INI}", "-o", font, *SCREENS]


def font_px() -> int:
    """The height of a character's box in pixels; the default where the settings are bad."""
    try:
        return read_settings().kiosk.font_px
    except SettingsError as error:
        size = Kiosk().font_px
        _say(f"the settings are not followed, the font has {size} px: {error}")
        return size


def foot_version() -> tuple[int, int] | None:
    """Major and minor number of the installed foot; None where it does not tell."""
    try:
        said = subprocess.run(["foot", "--version"], capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(rb"(\d+)\.(\d+)", said.stdout)
    return None if found is None else (int(found[1]), int(found[2]))


def _say(line: str) -> None:
    log("steadyhand-kiosk", line)


if __name__ == "__main__":
    main()
