"""A header with nothing else on it, and no bus turned on."""

from pi.hardware.surroundings import Surroundings

NOTHING = Surroundings()
