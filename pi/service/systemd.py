"""Telling systemd, and whoever started this service, how it stands.

The notify protocol is one datagram to the socket in ``NOTIFY_SOCKET``; without that variable
nothing is said and nothing is needed.
"""

import os
import socket

FIRST_PASSED_SOCKET = 3


def notify(*lines: str) -> None:
    """Send lines such as ``READY=1``. An unreachable manager is no fault of the service."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        try:
            channel.connect(address)
            channel.sendall("\n".join(lines).encode())
        except OSError:
            return


def watchdog_interval_s() -> float | None:
    """Half of what systemd allows between two signs of life, None without a watchdog."""
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    if os.environ.get("WATCHDOG_PID") not in {None, str(os.getpid())}:
        return None
    within = int(microseconds) if microseconds.isascii() and microseconds.isdigit() else 0
    return within / 2e6 if within > 0 else None


def passed_socket() -> socket.socket | None:
    """The listening socket that systemd passed on, if it did."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or os.environ.get("LISTEN_FDS") != "1":
        return None
    return socket.socket(fileno=FIRST_PASSED_SOCKET)
