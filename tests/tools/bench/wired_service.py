"""A service whose pins are a mock's, moved from outside.

Started with ``python -m tests.tools.bench.wired_service``.

Each line on standard input is a BCM pin: it is pulled low and let go, as a button is pressed. The
answer is the moment it was let go, in seconds of CLOCK_MONOTONIC.
"""

import asyncio
import sys
import time
from pathlib import Path

from gpiozero.pins.mock import MockFactory, MockPWMPin

from pi.hardware.panel import Panel
from pi.hardware.wiring import PROPOSED
from pi.places import socket_path, state_directory
from pi.service.net.admission import listening_socket
from pi.service.panel.wires import FittedWires
from pi.service.service import Service
from pi.settings import Settings

PRESSED_S = 0.06
SETTLED_S = 4.0  # after the start every filter knows its wire by now
ACTIVE = (12, 16, 26)  # ignition on, feed there, parked


async def serve() -> None:
    """Answer sessions until standard input ends."""
    factory = MockFactory(pin_class=MockPWMPin)
    panel = Panel(PROPOSED, factory)
    for pin in (5, 6, 13, 19):
        factory.pin(pin).drive_high()
    for pin in ACTIVE:
        factory.pin(pin).drive_low()
    house = Service.open(Path(state_directory()), fit=lambda: FittedWires(Settings(), panel))
    listening = listening_socket(Path(socket_path()))
    async with house.open_doors(listening, asyncio.Event(), linger_s=None):
        await asyncio.sleep(SETTLED_S)
        print('{"ready": true}', flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            pin = factory.pin(int(line))
            pin.drive_low()
            await asyncio.sleep(PRESSED_S)
            pin.drive_high()
            print(time.monotonic(), flush=True)
    house.close()


if __name__ == "__main__":
    asyncio.run(serve())
