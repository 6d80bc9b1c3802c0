"""What a surface may do ends with it, however it ends; the panel's rights are the surface's."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable

import pytest

from pi.service.asks import Lock, Practise
from pi.service.surface import LOCKS_AFTER_IDLE_S
from pi.storage.errors import LockedError
from pi.storage.vault import UnlockedVault
from tests.pi.service.rig import PASSPHRASE, Rig
from tests.pi.service.talker import PATIENCE_S, Talker

OWNER = """
import socket, sys
connected = socket.socket(socket.AF_UNIX)
connected.connect(sys.argv[1])
unlock = b'{"id":2,"ask":{"type":"Unlock","kind":"passphrase","secret":"%s"}}'
connected.sendall(b'{"id":1,"ask":{"type":"Watch"}}\\n' + unlock % sys.stdin.readline().encode())
connected.sendall(b"\\n")
for line in connected.makefile():
    if '"id":2' in line:
        print("open", flush=True)
"""


def lent(rig: Rig) -> UnlockedVault | None:
    """The vault that the panel would use for the vehicle."""
    companion = rig.house.companion
    return companion.panel.lender(companion.fleet.ids()[0])


async def until_gone(rig: Rig) -> None:
    """Wait until no surface has the vault open."""

    async def gone() -> None:
        while lent(rig) is not None:
            await asyncio.sleep(0.005)

    await asyncio.wait_for(gone(), PATIENCE_S)


@pytest.mark.parametrize("killed_by", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
async def test_a_process_that_is_killed_takes_its_rights_along(
    running: Rig, killed_by: signal.Signals
) -> None:
    pipe = asyncio.subprocess.PIPE
    arguments = ("-I", "-c", OWNER, str(running.socket))
    owner = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdin=pipe, stdout=pipe
    )
    assert owner.stdin is not None
    assert owner.stdout is not None
    owner.stdin.write(PASSPHRASE.encode())
    owner.stdin.close()
    assert await asyncio.wait_for(owner.stdout.readline(), PATIENCE_S) == b"open\n"
    vault = lent(running)
    assert vault is not None
    owner.send_signal(killed_by)
    await owner.wait()
    await until_gone(running)
    with pytest.raises(LockedError):
        vault.names()


async def hang_up(_: Rig, owner: Talker) -> None:
    owner.hang_up()


async def say_no_more(_: Rig, owner: Talker) -> None:
    owner.send_no_more()


async def say_nonsense(_: Rig, owner: Talker) -> None:
    await owner.send(b"nonsense\n")


async def lock(_: Rig, owner: Talker) -> None:
    await owner.does(Lock())


async def practise(_: Rig, owner: Talker) -> None:
    await owner.does(Practise())


async def stay_idle(rig: Rig, _: Talker) -> None:
    rig.clock.pass_time(LOCKS_AFTER_IDLE_S + 1)
    rig.house.lock_idle()


@pytest.mark.parametrize("end", [hang_up, say_no_more, say_nonsense, lock, practise, stay_idle])
async def test_however_a_surface_ends_its_rights_end_with_it(
    running: Rig, end: Callable[[Rig, Talker], Awaitable[None]]
) -> None:
    owner = await running.owner()
    assert lent(running) is not None
    await end(running, owner)
    await until_gone(running)
