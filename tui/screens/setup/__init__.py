"""The first start, and one more vehicle: one question a screen, nothing saved before the end."""

from tui.screens.setup.welcome import SetUpScreen

__all__ = ["SetUpScreen"]
