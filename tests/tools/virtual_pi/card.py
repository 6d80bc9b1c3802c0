"""The memory card: what it holds for good, and what a power cut may still take from it.

A card answers a write before the data is safe; only a flush makes it so. This one remembers, for
every write since the last flush, what was there before, so that a cut can undo it. QEMU takes it
for its disk: its connector is a network block device on a Unix socket, of the fixed newstyle
handshake, with no option but the oldest, and simple replies.
"""

import errno
import os
import random
import socket
import struct
import threading
from pathlib import Path
from typing import Literal, NamedTuple

SECTOR = 512

Policy = Literal["keep", "drop", "torn"]
"""What becomes of the writes that were never flushed: all arrived, none, each sector or not."""


class Write(NamedTuple):
    """A write that was answered and not flushed; durable: it alone was asked to be safe before."""

    offset: int
    before: bytes
    data: bytes
    durable: bool


class Cut(NamedTuple):
    """How many writes had been answered and not flushed, how many of them are gone or torn."""

    unflushed: int
    lost: int


class Card:
    """An image file on which power cuts can be played."""

    def __init__(self, image: Path) -> None:
        self._file = os.open(image, os.O_RDWR)
        self.size = os.fstat(self._file).st_size
        self.unflushed: list[Write] = []

    def read(self, offset: int, length: int) -> bytes:
        return os.pread(self._file, length, offset)

    def write(self, offset: int, data: bytes, *, durable: bool = False) -> None:
        self.unflushed.append(Write(offset, self.read(offset, len(data)), data, durable))
        os.pwrite(self._file, data, offset)

    def flush(self) -> None:
        self.unflushed.clear()

    def cut(self, policy: Policy, seed: int = 0) -> Cut:
        """Take the power away: of what was not flushed, leave what the policy and the seed say."""
        chance, writes = random.Random(seed), self.unflushed
        left = [_left(each, policy, chance) for each in writes]
        for write in reversed(writes):
            os.pwrite(self._file, write.before, write.offset)
        for offset, data in (part for parts in left for part in parts):
            os.pwrite(self._file, data, offset)
        whole = [
            sum(len(data) for _, data in parts) == len(write.data)
            for write, parts in zip(writes, left, strict=True)
        ]
        self.unflushed = []
        return Cut(len(writes), whole.count(False))

    def close(self) -> None:
        os.close(self._file)


def _left(write: Write, policy: Policy, chance: random.Random) -> list[tuple[int, bytes]]:
    """The parts of an unflushed write that are on the card after the cut, with their offsets."""
    if write.durable or policy == "keep":
        return [(write.offset, write.data)]
    if policy == "drop":
        return []
    sectors = range(0, len(write.data), SECTOR)
    return [
        (write.offset + at, write.data[at : at + SECTOR]) for at in sectors if chance.random() < 0.5
    ]


FIXED_NEWSTYLE = 1
HAS_FLAGS, SENDS_FLUSH, SENDS_FUA = 1, 4, 8
FLAGS = HAS_FLAGS | SENDS_FLUSH | SENDS_FUA
EXPORT_NAME, ABORT, UNSUPPORTED = 1, 2, 0x80000001  # options, and the answer to any other
READ, WRITE, DISCONNECT, FLUSH = 0, 1, 2, 3  # requests
FUA = 1


class Gone(Exception):
    """The other side has left, or is not to be served any more."""


class Connector:
    """Serves a card until the power is cut. One connection at a time, on a thread of its own."""

    def __init__(self, card: Card, path: Path) -> None:
        self._card = card
        self._lock = threading.Lock()
        self._powered = True
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self, policy: Policy, seed: int = 0) -> Cut:
        """End the service and leave on the card what the policy says."""
        with self._lock:
            self._powered = False
            done = self._card.cut(policy, seed)
            self._card.close()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        return done

    def _listen(self) -> None:
        while self._powered:
            try:
                connected, _ = self._listening.accept()
            except OSError:
                return
            with connected:
                try:
                    self._greet(connected)
                    while True:
                        self._serve(connected)
                except (Gone, OSError, struct.error):
                    continue

    def _greet(self, connected: socket.socket) -> None:
        """Answer options until the other side goes over to requests."""
        connected.sendall(b"NBDMAGIC" + b"IHAVEOPT" + struct.pack(">H", FIXED_NEWSTYLE))
        _received(connected, 4)
        while True:
            _, option, length = struct.unpack(">8sII", _received(connected, 16))
            _received(connected, length)
            if option == EXPORT_NAME:
                connected.sendall(struct.pack(">QH", self._card.size, FLAGS) + bytes(124))
                return
            if option == ABORT:
                raise Gone
            connected.sendall(struct.pack(">QIII", 0x3E889045565A9, option, UNSUPPORTED, 0))

    def _serve(self, connected: socket.socket) -> None:
        header = struct.unpack(">IHHQQI", _received(connected, 28))
        magic, flags, request, handle, offset, length = header
        if magic != 0x25609513 or request == DISCONNECT:
            raise Gone
        data = _received(connected, length) if request == WRITE else b""
        error, read = 0, b""
        with self._lock:
            if not self._powered:
                raise Gone
            if request == READ:
                read = self._card.read(offset, length)
            elif request == WRITE:
                self._card.write(offset, data, durable=bool(flags & FUA))
            elif request == FLUSH:
                self._card.flush()
            else:
                error = errno.EINVAL
        connected.sendall(struct.pack(">IIQ", 0x67446698, error, handle) + read)


def _received(connected: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        if not (more := connected.recv(length - len(data))):
            raise Gone
        data += more
    return bytes(data)
