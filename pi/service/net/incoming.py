"""Lines from a surface: each of a length and within a time, the first soon after the greeting."""

import asyncio
from typing import Final

from pi.service.protocol.answers import LONGEST_LINE

FIRST_WITHIN_S = 60.0  # of a surface that was greeted: the slowest Pi says its first line sooner
LINE_WITHIN_S = 30.0  # from its first byte to its last: a screen's line comes at once
_CHUNK: Final = 64 * 1024


class BadLineError(Exception):
    """A line that is not taken. ``reason`` as in ``Fault``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Incoming:
    """What one surface says, line by line.

    Once it has said one it may be silent for as long as it likes: a screen may only watch.
    """

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._held = bytearray()
        self._has_spoken = False

    async def line(self) -> bytes | None:
        """The next line, None once the surface says no more. Raises BadLineError."""
        if not (self._has_spoken or await self._begun()):
            return None
        looked = 0
        late: float | None = None
        while (end := self._held.find(b"\n", looked)) < 0:
            looked = len(self._held)
            if looked > LONGEST_LINE:
                raise BadLineError("too_long")
            if self._held and late is None:
                late = asyncio.get_running_loop().time() + LINE_WITHIN_S
            if not await self._more(late, "too_slow"):
                if self._held:
                    raise BadLineError("malformed")
                return None
        if end > LONGEST_LINE:
            raise BadLineError("too_long")
        line = bytes(self._held[:end])
        del self._held[: end + 1]
        return line

    async def _begun(self) -> bool:
        """Wait for the first bytes of all."""
        late = asyncio.get_running_loop().time() + FIRST_WITHIN_S
        self._has_spoken = await self._more(late, "silent")
        return self._has_spoken

    async def _more(self, late: float | None, reason: str) -> bool:
        """Take what comes next, or raise BadLineError for this reason. Whether anything came."""
        try:
            async with asyncio.timeout_at(late):
                chunk = await self._reader.read(_CHUNK)
        except TimeoutError:
            raise BadLineError(reason) from None
        self._held += chunk
        return bool(chunk)
