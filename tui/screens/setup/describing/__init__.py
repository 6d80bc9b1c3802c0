"""A radio that is not known here: its owner describes it, one question a screen."""

from tui.screens.setup.describing.flow import Describing

__all__ = ["Describing"]
