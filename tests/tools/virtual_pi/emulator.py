"""QEMU: how the machine is put together, and its process."""

import os
import re
import signal
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.tools.virtual_pi import qmp
from tests.tools.virtual_pi.building import Image

COMMAND_LINE = (
    "console=ttyS0,115200 net.ifnames=0 quiet loglevel=4 mitigations=off nokaslr panic=-1"
    " random.trust_cpu=on cryptomgr.notests audit=0 lsm=landlock,yama tsc=reliable"
    " systemd.show_status=0 systemd.gpt_auto=0 fsck.mode=skip"
)
"""What every start tells the kernel."""


@dataclass(frozen=True)
class Slots:
    """Where a machine's connections and records lie."""

    sockets: Path
    records: Path

    @property
    def card(self) -> Path:
        """Where the card answers."""
        return self.sockets / "card"

    @property
    def control(self) -> Path:
        """Where the emulator is spoken to."""
        return self.sockets / "qmp"

    @property
    def console(self) -> Path:
        """What the kernel said in the last start."""
        return self.records / "console.log"

    @property
    def acknowledged(self) -> Path:
        """What was written to the acknowledgement port, over all starts."""
        return self.records / "acknowledged.log"

    @property
    def complaints(self) -> Path:
        """What QEMU and ssh said."""
        return self.records / "complaints.log"


class Emulator:
    """A running QEMU. It dies with the tests that started it."""

    def __init__(
        self, image: Image, slots: Slots, port: int, told: str, wall: datetime | None
    ) -> None:
        command = [
            *("setpriv", "--pdeathsig", "KILL", "--", "qemu-system-x86_64"),
            *("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"),
            *("-machine", "pc", "-smp", "2", "-m", "512", *_acceleration()),
            *("-kernel", image.kernel, "-initrd", image.starter),
            *("-append", f"{COMMAND_LINE} {told}"),
            *("-drive", f"if=none,id=card,format=raw,file=nbd+unix:///?socket={slots.card}"),
            *("-device", "virtio-blk-pci,drive=card", "-device", "virtio-rng-pci"),
            *("-serial", f"file:{slots.console}"),
            *("-chardev", f"file,id=told,path={slots.acknowledged},append=on"),
            *("-serial", "chardev:told"),
            *("-qmp", f"unix:{slots.control},server=on,wait=off"),
            *("-netdev", f"user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:{port}-:22"),
            *("-device", "virtio-net-pci,netdev=net,romfile="),
            *(("-rtc", f"base={wall:%Y-%m-%dT%H:%M:%S}") if wall else ()),
        ]
        self._control = slots.control
        with slots.complaints.open("ab") as complaints:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=complaints, stderr=complaints
            )

    @property
    def running(self) -> bool:
        """Whether the machine has power."""
        return self._process.poll() is None

    def plug_in(self, disk: Path) -> None:
        """Put a disk into the running machine."""
        file = {"driver": "file", "filename": str(disk)}
        qmp.ask(self._control, "blockdev-add", driver="raw", file=file, **{"node-name": disk.stem})
        qmp.ask(self._control, "device_add", driver="virtio-blk-pci", drive=disk.stem, id=disk.stem)

    def pull_out(self, disk: Path) -> None:
        """Ask for it back. The guest lets it go a moment later."""
        qmp.ask(self._control, "device_del", id=disk.stem)

    def press_power_button(self) -> None:
        """Ask the guest to end."""
        qmp.ask(self._control, "system_powerdown")

    def ended(self, within_s: float) -> bool:
        """Whether the machine has switched itself off, now or in this time."""
        try:
            self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def cut(self) -> None:
        """Take the power away."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


def _acceleration() -> tuple[str, ...]:
    """The hardware's own virtualization where there is some, else emulation on every processor."""
    said = re.search(r"^flags\s*:(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    able = bool(said and {"vmx", "svm"} & set(said[1].split()))
    if able and os.access("/dev/kvm", os.R_OK | os.W_OK):
        return ("-accel", "kvm", "-cpu", "host")
    return ("-accel", "tcg,thread=multi,tb-size=256", "-cpu", "Nehalem")
