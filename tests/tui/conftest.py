"""What tests of commands and words share."""

from tests.blackbox.places import made_store
from tests.stories.conftest import house
from tests.tui.desk import desk, kept

__all__ = ["desk", "house", "kept", "made_store"]
