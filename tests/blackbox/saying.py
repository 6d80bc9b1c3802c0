"""What commands say of a store, for tests of bad cards and damaged stores."""

from tests.blackbox.processes import Place
from tests.pi.service.rig import PASSPHRASE

ONE_VEHICLE = """
[[vehicle]]
name = "Van"
head_unit = "nissan-radio-code"
code = "3712"
"""


def show(place: Place) -> str:
    """What is shown to who knows the passphrase."""
    shown = place.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PASSPHRASE)
    return shown.stdout if shown.returncode == 0 else shown.stderr


def refused(place: Place, *arguments: str) -> str:
    """The one line of a command that finds no service."""
    done = place.run(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)
    return done.stderr
