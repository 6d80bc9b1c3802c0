"""What a simulated radio has on its face, for whoever draws it. Read only."""

from pi.radio.simulated.families import fresh_dial
from pi.radio.simulated.family import Chord, Confirms, Opens
from pi.radio.simulated.locked_radio import PRESETS, LockedRadio
from pi.radio.simulated.unknowns import Unknowns

_DIGITS = "1234567890"


class FacedRadio(LockedRadio):
    """A locked radio whose face can be looked at."""

    def __init__(self, family_id: str, code: str = "", unknowns: Unknowns | None = None) -> None:
        super().__init__(family_id, code, unknowns)
        dial = fresh_dial(family_id, code, self.unknowns)
        entry = (*(dial.keys if dial else ()), *self.chord, self.confirm_key or "")
        self._entry_keys = frozenset(entry) - {""}

    @property
    def on(self) -> bool:
        """Whether the radio is switched on."""
        return self._on

    @property
    def ignition(self) -> bool:
        """Whether the ignition is on."""
        return self._ignition

    @property
    def message(self) -> str:
        """What it says of a code, until the next moment or key takes it away."""
        return self._message

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of an entry, digits first; with one preset among them all six are there."""
        presets = frozenset(PRESETS) if self._entry_keys & set(PRESETS) else frozenset()
        shown = self._entry_keys | presets
        others = sorted(shown - set(_DIGITS))
        return (*sorted(shown & set(_DIGITS), key=_DIGITS.index), *others)

    @property
    def controls(self) -> tuple[str, ...]:
        """Its wheels and knobs."""
        return tuple(self._controls)

    @property
    def held(self) -> tuple[Chord, ...]:
        """The keys that are held, alone or together, to open its prompt or to submit."""
        opens = () if self._family.opens is Opens.KEY else self.chord
        confirms = (self.confirm_key,) if self.confirm_key and not self.on_its_screen else ()
        return tuple(dict.fromkeys(chord for chord in (opens, confirms) if chord))

    @property
    def held_at_switch_on(self) -> Chord:
        """The keys held while it is switched on, empty where its prompt needs none."""
        return self.chord if self._family.opens is Opens.CHORD_AT_SWITCH_ON else ()

    @property
    def on_its_screen(self) -> bool:
        """Whether its keys are on a screen."""
        return self._family.confirms is Confirms.TOUCH

    @property
    def asks_while_off(self) -> bool:
        """Whether it takes its code with the radio off."""
        return self._family.asks_while_off
