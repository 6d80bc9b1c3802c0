"""The card's connector: a network block device on a Unix socket, which QEMU takes for its disk.

The protocol is NBD's fixed newstyle handshake and simple replies, as far as QEMU asks for them.
"""

import errno
import socket
import struct
import threading
from pathlib import Path

from tests.tools.virtual_pi.card import Card, Cut, Policy

HAS_FLAGS, SENDS_FLUSH, SENDS_FUA = 1, 4, 8
FLAGS = HAS_FLAGS | SENDS_FLUSH | SENDS_FUA
EXPORT_NAME, ABORT, INFO, GO = 1, 2, 6, 7  # options
ACK, INFORMATION, UNSUPPORTED = 1, 3, 0x80000001  # replies to them
ABOUT_EXPORT, ABOUT_BLOCKS = 0, 3  # kinds of information
READ, WRITE, DISCONNECT, FLUSH = 0, 1, 2, 3  # requests
FUA = 1
LARGEST = 32 << 20


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

    def unflushed(self) -> int:
        """How many writes a cut could take just now."""
        with self._lock:
            return len(self._card.unflushed)

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
        connected.sendall(b"NBDMAGIC" + b"IHAVEOPT" + struct.pack(">H", 3))
        _received(connected, 4)
        while True:
            _, option, length = struct.unpack(">8sII", _received(connected, 16))
            _received(connected, length)
            if option == EXPORT_NAME:
                connected.sendall(struct.pack(">QH", self._card.size, FLAGS) + bytes(124))
                return
            if option in (INFO, GO):
                export = struct.pack(">HQH", ABOUT_EXPORT, self._card.size, FLAGS)
                blocks = struct.pack(">HIII", ABOUT_BLOCKS, 512, 4096, LARGEST)
                for information in (export, blocks):
                    _reply(connected, option, INFORMATION, information)
            _reply(connected, option, ACK if option in (INFO, GO, ABORT) else UNSUPPORTED)
            if option == GO:
                return
            if option == ABORT:
                raise Gone

    def _serve(self, connected: socket.socket) -> None:
        """Answer one request."""
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


def _reply(connected: socket.socket, option: int, kind: int, body: bytes = b"") -> None:
    """Say something about an option."""
    connected.sendall(struct.pack(">QIII", 0x3E889045565A9, option, kind, len(body)) + body)


def _received(connected: socket.socket, length: int) -> bytes:
    """Exactly so many bytes."""
    data = bytearray()
    while len(data) < length:
        if not (more := connected.recv(length - len(data))):
            raise Gone
        data += more
    return bytes(data)


def insert(image: Path, path: Path) -> Connector:
    """Put the card with this image into a slot that answers on this socket."""
    path.unlink(missing_ok=True)
    return Connector(Card(image), path)
