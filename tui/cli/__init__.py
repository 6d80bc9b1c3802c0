"""The commands, a file for each. They may import text, the client and what lies beside them;
of the screens only ``tui.app.run``, which opens them.
"""
