"""The device side: the radio's rules, the store, the hardware and the service.

Nothing in here imports Textual or the ``tui`` package.
"""

__version__ = "0.1.0"
