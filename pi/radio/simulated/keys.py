"""Which keys a family's digits hang on, built for one set and the length of its code."""

from pi.radio.simulated.dials import (
    Dial,
    DigitDial,
    GroupDial,
    PositionDial,
    Ring,
    SelectDial,
    StepDial,
    Unknowns,
    WheelDial,
)

TEN_KEYS = tuple("1234567890")


def four_keys(unknowns: Unknowns, places: int) -> Dial:
    """Key n steps position n, all positions from the same start."""
    keys = ("1", "2", "3", "4")[:places]
    return PositionDial(
        keys, unknowns.start * places, ring(unknowns), selects=unknowns.first_press_selects
    )


def ring(unknowns: Unknowns) -> Ring:
    """The order of the digits."""
    return Ring(first=unknowns.first, wraps=unknowns.wraps)


def column_wheel(unknowns: Unknowns, places: int) -> Dial:
    """The satellite on the steering column."""
    return WheelDial(
        "column wheel",
        "lower column key",
        unknowns.start * places,
        ring(unknowns),
        left_up=unknowns.turned_left_raises,
    )


def thousand(unknowns: Unknowns, places: int) -> Dial:
    """Key n steps position n; the first stands at 1, the others at 0."""
    keys = ("1", "2", "3", "4")
    return PositionDial(keys, "1000", ring(unknowns), selects=unknowns.first_press_selects)


def presets(unknowns: Unknowns, places: int) -> Dial:
    """Each key carries its digit, and the last digit submits."""
    return DigitDial(tuple("1234567890"), places, shows=unknowns.shows_digits, submits=True)


def six_presets(unknowns: Unknowns, places: int) -> Dial:
    """The same with digits 1 to 6 alone."""
    submits = not unknowns.key_after_last
    return DigitDial(tuple("123456"), places, shows=unknowns.shows_digits, submits=submits)


def five_presets(unknowns: Unknowns, places: int) -> Dial:
    """The same with digits 1 to 5 alone."""
    return DigitDial(tuple("12345"), places, shows=unknowns.shows_digits, submits=True)


def screen_pad(unknowns: Unknowns, places: int) -> Dial:
    """Digits on the screen."""
    return DigitDial(tuple("1234567890"), places, shows=True, submits=False)


def tuning_keys(unknowns: Unknowns, places: int) -> Dial:
    """Manual tuning steps the digit, preset 1 stores it."""
    start = unknowns.start * places
    return StepDial("1", "manual tune right", "manual tune left", start, ring(unknowns))


def station_keys(unknowns: Unknowns, places: int) -> Dial:
    """Key n chooses position n, the station keys step its digit."""
    keys = ("1", "2", "3", "4")[:places]
    start = unknowns.start * places
    return SelectDial(keys, "station up", "station down", start, ring(unknowns))


def rocker_edges(unknowns: Unknowns, places: int) -> Dial:
    """Each edge of two rockers steps its own position."""
    edges = tuple(f"rocker edge {number}" for number in range(1, places + 1))
    start = unknowns.start * places
    return PositionDial(edges, start, ring(unknowns), selects=unknowns.first_press_selects)


def clock_keys(unknowns: Unknowns, places: int) -> Dial:
    """HR steps the left group, MIN the right one."""
    return GroupDial("HR", "MIN", left_most=19, wraps=unknowns.wraps)


def any_keys(unknowns: Unknowns, places: int) -> Dial:
    """Nobody says: a key for each position, or keys that carry their digits."""
    if unknowns.digit_keys:
        return presets(unknowns, places)
    keys = tuple("12345678")[:places]
    return PositionDial(
        keys, unknowns.start * places, ring(unknowns), selects=unknowns.first_press_selects
    )


def six_keys_somehow(unknowns: Unknowns, places: int) -> Dial:
    """Keys 1 to 6, and nobody says whether they are digits or positions."""
    return six_presets(unknowns, places) if unknowns.digit_keys else any_keys(unknowns, places)


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


def thousand_or_dashes(unknowns: Unknowns, places: int) -> Dial:
    """Key n steps position n. What it starts from isn't told: 1000, as later sets, or dashes."""
    return (four_keys if unknowns.start == "-" else thousand)(unknowns, places)
