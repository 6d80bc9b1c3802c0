"""The device key moves to a stick and back: whichever key the PIN needs after a cut is there."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from pi.service.asks import KeyPlace, MoveDeviceKey
from pi.service.protocol import DeviceKeyTold
from pi.storage.database import open_store
from pi.storage.device_key import FILE_NAME
from pi.storage.errors import VaultError
from pi.storage.vault import UnlockerKind, Vault
from tests.pi.service.rig import PIN, Rig
from tests.pi.storage.moments import at, cheap
from tests.tools.powercut.after import whole
from tests.tools.powercut.outside import Outside, Said, kept, under_way

STATE, STICK = "state", "stick"


async def write(outside: Outside, directory: Path, random: Random) -> None:
    """One move in each turn, there or back. State and stick share the card, and so its cuts."""
    rig = Rig(directory / STATE)
    rig.sticks = [directory / STICK]
    rig.sticks[0].mkdir()
    async with rig.service():
        await rig.set_up()
        outside.kept("file")
        owner = await rig.owner()
        while True:
            for to, place in ((KeyPlace.STICK, "stick"), (KeyPlace.CARD, "file")):
                outside.turn()
                outside.begins(place)
                await owner.asks(MoveDeviceKey(to=to, pin=PIN), DeviceKeyTold)
                outside.kept(place)


def check(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """The PIN opens, from the place that was promised last or the one that was under way."""
    places = {place for (place,) in kept(said)[-1:]} | set(under_way(said) or ())
    with open_store(directory / STATE) as store:
        yield from whole(store)
        vault = Vault(store, cheap, sticks=lambda: (directory / STICK,))
        vault.pin_key.tidy()  # as a start does
        place = vault.device_key_place
        if places and place not in places:
            yield f"the key is at {place}, not one of {places}"
        if place == "stick" and (directory / STATE / FILE_NAME).exists():
            yield "a key is left on the card"
        try:
            vault.unlock(UnlockerKind.PIN, PIN, at(boot="after the cut")).close()
        except VaultError as error:
            yield f"the PIN does not open: {error!r}"
