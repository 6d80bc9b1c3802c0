"""Keys that one or two families have: stars that go out, a joystick, OK after the digits."""

from pi.radio.simulated.dials import Dial, DigitDial
from pi.radio.simulated.keys import any_keys, four_keys, ring, thousand
from pi.radio.simulated.stepped import JoystickDial
from pi.radio.simulated.unknowns import Unknowns

TEN_KEYS = tuple("1234567890")


class StarsDial(DigitDial):
    """Each key carries a digit, and one star of the display goes out for it."""

    def __init__(self, keys: tuple[str, ...], places: int) -> None:
        super().__init__(keys, places, shows=False, submits=True)

    @property
    def face(self) -> str:
        return "*" * (self._places - len(self._keyed))


def stars(unknowns: Unknowns, places: int) -> Dial:
    """Becker's keys: the last digit submits."""
    return StarsDial(TEN_KEYS, places)


def keys_then_ok(unknowns: Unknowns, places: int) -> Dial:
    """Each key carries its digit, and nothing is sent before OK."""
    return DigitDial(TEN_KEYS, places, shows=unknowns.shows_digits, submits=False)


def any_keys_then_confirm(unknowns: Unknowns, places: int) -> Dial:
    """Nobody says which keys, but a key of its own submits."""
    if unknowns.digit_keys:
        return keys_then_ok(unknowns, places)
    return any_keys(unknowns, places)


def joystick(unknowns: Unknowns, places: int) -> Dial:
    """Zeros, stepped and walked along with a joystick."""
    return JoystickDial(unknowns.start * places, ring(unknowns))


def thousand_or_dashes(unknowns: Unknowns, places: int) -> Dial:
    """Key n steps position n. What it starts from isn't told: 1000, as later sets, or dashes."""
    return (four_keys if unknowns.start == "-" else thousand)(unknowns, places)
