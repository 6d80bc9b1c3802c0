"""The device side: the radio's rules, the store, the hardware and the service.

Nothing in here imports Textual or the ``tui`` package.

Every command and the service begin with msgspec. A third of its start is ``typing_extensions``,
which loads half of the standard library, and which msgspec asks for what Python's own ``typing``
has since 3.11. So ``typing_extensions`` is not found while msgspec is imported, whoever imports it
first; all who ask for it later find it.
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
