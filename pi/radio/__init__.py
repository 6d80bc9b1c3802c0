"""The radio's rules. Pure: no file but the catalogue's, no clock, no pin, no log.

Here is msgspec imported without what it does not need: a third of its start.

It asks ``typing_extensions`` for what Python's own ``typing`` has since 3.11, and that library
loads half of the standard one. Every command and the service begin with msgspec, so the way to it
is closed while msgspec is imported, and open again for whoever needs it later.
"""

import sys

if "msgspec" not in sys.modules and "typing_extensions" not in sys.modules:
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # an ImportError to msgspec
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]
