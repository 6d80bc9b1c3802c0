"""Rigs whose wires a test moves, and what their radios show."""

from pi.service.asks import Outcome
from pi.service.shown import RadioView, WaitView
from tests.pi.service.driving import told
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker


def radio_of(watcher: Talker) -> RadioView:
    assert watcher.state.radio is not None
    return watcher.state.radio


def wait_of(watcher: Talker) -> WaitView:
    wait = radio_of(watcher).wait
    assert wait is not None
    return wait


async def waiting(rig: Rig) -> Talker:
    """A watching surface of a radio whose minute has begun."""
    await rig.set_up()
    watcher = await rig.watcher()
    await watcher.does(told(Outcome.REJECTED))
    return watcher


async def playing(rig: Rig) -> Talker:
    """A watching surface of a radio that plays."""
    await rig.set_up()
    watcher = await rig.watcher()
    await watcher.does(told(Outcome.ACCEPTED))
    return watcher


def journaled(rig: Rig, kind: str) -> int:
    query = "SELECT COUNT(*) FROM event WHERE kind = ?"
    return int(rig.house.store.query(query, (kind,))[0][0])
