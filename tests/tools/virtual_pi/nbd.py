"""The card's connector: a network block device on a Unix socket, which QEMU takes for its disk.

The protocol is NBD's fixed newstyle handshake, with no option but the oldest, and simple replies.
"""

import errno
import socket
import struct
import threading
from pathlib import Path

from tests.tools.virtual_pi.card import Card, Cut, Policy

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
