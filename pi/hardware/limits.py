"""How long a level must stand before it is believed, in seconds, each with its reason.

Set by what contacts and cars do: worn push buttons bounce for 20 ms, a starting engine takes the
battery below 3 V for 15-50 ms and down to a plateau for up to 20 s, dimmed lights come in pulses.
"""

from typing import Final

BUTTON_STABLE_S: Final = 0.025  # a worn switch bounces for 20 ms, a new one for 5
BUTTON_HELD_S: Final = 0.8  # far above any bounce, and meant

IGNITION_ON_S: Final = 0.3  # a key being turned chatters
IGNITION_OFF_S: Final = 2.0  # above the dips of a starting engine: save early, decide late

FEED_SUSPECT_S: Final = 0.25  # five of the worst dips; leaves 0.7 s of a 1 s reserve for the write
FEED_LOST_S: Final = 2.0  # slower than any blink of a supply
FEED_BACK_S: Final = 0.25  # a terminal being put on sparks and chatters

PARKED_ON_S: Final = 0.5  # slow to allow
PARKED_OFF_S: Final = 0.05  # quick to forbid

LIGHTS_ON_S: Final = 0.3  # longer than any pulse of a lamp test's electronics
LIGHTS_HOLD_S: Final = 0.3  # one pulse of a dimmed lamp stands for this long
LIGHTS_OFF_S: Final = 1.5  # gaps of a dimmer

SETTLE_S: Final = 1.0  # after the start: first readings are raw, rails settle
BUTTON_PERIOD_S: Final = (
    0.0125  # while a button is not steady: the third look is 25 ms after the edge
)
SENSE_PERIOD_S: Final = 0.02
SWEEP_S: Final = 1.0  # and while it is: catches what an edge missed
LONGEST_STEP_S: Final = 0.1  # two samples further apart count as this far: nobody looked between
