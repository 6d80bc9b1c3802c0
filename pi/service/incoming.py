"""Lines from a surface: each of a length, and within a time once it has begun."""

import asyncio
from typing import Final

from pi.service.protocol import LONGEST_LINE

LINE_WITHIN_S = 30.0  # from its first byte to its last: a screen's line comes at once
_CHUNK: Final = 64 * 1024


class BadLineError(Exception):
    """A line that is not taken. ``reason`` as in ``Fault``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Incoming:
    """What one surface says, line by line. It may say nothing for as long as it likes."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._held = bytearray()

    async def line(self) -> bytes | None:
        """The next line, None once the surface says no more. Raises BadLineError."""
        looked = 0
        late: float | None = None
        while (end := self._held.find(b"\n", looked)) < 0:
            looked = len(self._held)
            if looked > LONGEST_LINE:
                raise BadLineError("too_long")
            if self._held and late is None:
                late = asyncio.get_running_loop().time() + LINE_WITHIN_S
            if not await self._more(late):
                if self._held:
                    raise BadLineError("malformed")
                return None
        if end > LONGEST_LINE:
            raise BadLineError("too_long")
        line = bytes(self._held[:end])
        del self._held[: end + 1]
        return line

    async def _more(self, late: float | None) -> bool:
        """Take what comes next. Whether anything came."""
        try:
            async with asyncio.timeout_at(late):
                chunk = await self._reader.read(_CHUNK)
        except TimeoutError:
            raise BadLineError("too_slow") from None
        self._held += chunk
        return bool(chunk)
