"""A made-up family whose third wrong try costs two seconds, so that a test can outlast its wait.

The rest of it is the story's radio on the virtual Pi; every rule names that story as its source.
"""

from tests.blackbox.processes import Place
from tests.virtual_pi.appliance import story_radio

ID = story_radio.ID
OWED_S = 7.0  # two seconds, and five of margin
TOML = story_radio.TOML.replace(f"wait_s = {story_radio.WAIT_S:g}", "wait_s = 2")


def described(place: Place) -> None:
    """The owner's own file, in the state directory."""
    own = place.state / "head_units"
    own.mkdir(parents=True)
    (own / f"{ID}.toml").write_text(TOML)
