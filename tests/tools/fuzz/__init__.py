"""Any input at all, from a seed: `python -m tests.tools.fuzz`.

A short run of it is part of the tests.
"""
