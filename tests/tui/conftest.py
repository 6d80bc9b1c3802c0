"""What tests of surfaces share."""

from tests.stories.conftest import house

__all__ = ["house"]
