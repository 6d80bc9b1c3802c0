"""What the screens of the guide say: lists, buttons, warnings. The facts of the guide are in ``tui.words.guide``."""
