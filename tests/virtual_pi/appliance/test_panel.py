"""Every signal of the panel on the unmodified lgpio, in the installed service."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.tools.bench.measuring import percentile
from tests.tools.virtual_pi.machine import Move, presses
from tests.virtual_pi.appliance.car import FEED, IGNITION, LAMP, LIGHTS, NEXT, PARKED, SEE, Car

pytestmark = pytest.mark.appliance

HOLD_S, GAP_S = 0.4, 0.3  # half of what would be a held press, so that a busy machine sees it
# Another reader sees a row once its commit has reached the card.
DURABLE = """
import sqlite3, time
store = sqlite3.connect('file:/var/lib/steadyhand/steadyhand.db?mode=ro', uri=True)
with open('/dev/ttyS1', 'w', buffering=1) as port:
    print('reads', file=port)
    while not store.execute('SELECT 1 FROM event WHERE kind = ?', ('FeedFell',)).fetchone():
        time.sleep(0.005)
    print('durable at', time.monotonic(), file=port)
"""
LOOK = """
import socket
with socket.socket(socket.AF_UNIX) as service:
    service.connect("/run/steadyhand/steadyhand.sock")
    lines = service.makefile("rb")
    lines.readline()
    service.sendall(b'{"id":1,"ask":{"type":"Watch"}}\\n')
    print(lines.readline().decode())
"""


@pytest.fixture(autouse=True)
def plays(car: Car, set_up: None) -> None:
    assert car.over_ssh("steadyhand report accepted").returncode == 0


def state(car: Car) -> dict[str, dict[str, object]]:
    return dict(json.loads(car.pi.exec("python3 -", typed=LOOK.encode()).stdout))


def tells(car: Car, name: str, on: bool) -> bool:
    """Whether sessions are shown this of a sense."""
    return state(car)["car"][name] is on


def test_every_signal_is_taken_up_and_tells(car: Car) -> None:
    shown = state(car)["panel"]
    assert (shown["buttons"], shown["trouble"]) == (["next", "back", "see"], [])
    for line, name in ((PARKED, "parked"), (LIGHTS, "lights"), (IGNITION, "ignition")):
        for up in (True, False):
            car.pi.pins.pull(line, up=up)
            car.until(partial(tells, car, name, not up), f"{name} {not up}")
    car.press(NEXT, held=True)
    car.comes_to("Asking")
    car.press(NEXT)  # every screen is locked: it says look
    assert car.hears(LAMP, for_s=5) > 0


def test_a_feed_that_goes_is_written_down_and_known_at_the_next_start(
    car: Car, record_property: Callable[[str, object], None]
) -> None:
    car.pi.exec('systemd-run -q --unit=reader python3 -c "$(cat)"', typed=DURABLE.encode())
    car.pi.wait_for("^reads$")
    (edge,) = car.pi.pins.play([Move(1.0, FEED, up=True)])
    durable = float(car.pi.wait_for(r"^durable at ([0-9.]+)$")[1])
    cut = car.pi.power_cut("drop")
    record_property("feed_edge_to_durable_s", durable - edge.at_s)
    record_property("unflushed_at_the_cut", cut.unflushed)
    car.battery(connected=True)
    car.pi.start()
    assert (car.status()["state"], car.kinds()[-1]) == ("Asking", "BatteryCut")


@pytest.mark.parametrize("count", [100, pytest.param(500, marks=pytest.mark.exhaustive)])
def test_no_press_of_many_is_missed(
    car: Car, record_property: Callable[[str, object], None], count: int
) -> None:
    car.pi.put(Path(__file__).with_name("watcher.py"), "/root/watcher.py")
    car.pi.exec(f"systemd-run -q --unit=watcher python3 /root/watcher.py /root/book {count}")
    car.pi.wait_for("^ready$")
    driven = car.pi.pins.play(presses(SEE, count, HOLD_S, GAP_S))
    car.until(lambda: len(book(car)) >= count, f"{count} presses; {len(book(car))} came")
    let_go = [change.at_s for change in driven if change.up]
    took = [came - at for (came, _), at in zip(book(car), let_go, strict=True)]
    record_property("press_to_state_p95_s", percentile(took, 0.95))


def book(car: Car) -> list[tuple[float, int]]:
    lines = car.pi.get("/root/book").decode().splitlines()
    return [(float(at), int(turn)) for at, turn in map(str.split, lines)]
