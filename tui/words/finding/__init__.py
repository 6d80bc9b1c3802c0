"""What the screens of the guide say: lists, buttons, warnings. Its facts: ``tui.words.guide``."""
