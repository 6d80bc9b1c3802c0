"""The device side: the radio's rules, the store, the hardware and the service.

Nothing in here imports Textual or the ``tui`` package.

Whoever imports a module of it gets msgspec without what that does not need, a third of its start:
it asks ``typing_extensions`` for what Python's own ``typing`` has since 3.11, and that library
loads half of the standard one. Every command and the service begin with msgspec. So the library is
not found while msgspec is imported, from wherever; it is for all who ask for it later.
"""

import sys

__version__ = "0.1.0"


class _NotForMsgspec:
    """A finder, asked before all others."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """Raise ModuleNotFoundError where msgspec asks; else leave it to the others."""
        spec = getattr(sys.modules.get("msgspec"), "__spec__", None)
        if name == "typing_extensions" and getattr(spec, "_initializing", False):
            raise ModuleNotFoundError(name, name=name)


sys.meta_path.insert(0, _NotForMsgspec)
