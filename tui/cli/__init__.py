"""The commands, a file for each. They may import text, the client and what lies beside them,
never a screen.
"""
