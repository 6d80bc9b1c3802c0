"""QEMU: how the machine is put together, and its process; and a root's shell in it."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.tools.virtual_pi.building import Image

COMMAND_LINE = (
    "console=ttyS0,115200 net.ifnames=0 quiet loglevel=4 mitigations=off nokaslr panic=-1"
    " random.trust_cpu=on cryptomgr.notests audit=0 lsm=landlock,yama tsc=reliable"
    " systemd.show_status=0 systemd.gpt_auto=0 fsck.mode=skip"
)
"""What every start tells the kernel."""


class Slots:
    """Where a machine's connections and records lie."""

    def __init__(self, sockets: Path, records: Path) -> None:
        self.sockets, self.records = sockets, records
        self.card = sockets / "card"
        self.control = sockets / "qmp"
        self.console = records / "console.log"  # what the kernel said in the last start
        self.acknowledged = records / "acknowledged.log"  # over all starts
        self.complaints = records / "complaints.log"  # of QEMU and ssh


class Emulator:
    """A running QEMU. It dies with the tests that started it."""

    def __init__(self, image: Image, slots: Slots, port: int, told: str) -> None:
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
        ]
        self._control = slots.control
        with slots.complaints.open("ab") as complaints:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=complaints, stderr=complaints
            )

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def plug_in(self, disk: Path) -> None:
        file = {"driver": "file", "filename": str(disk)}
        self._ask("blockdev-add", driver="raw", file=file, **{"node-name": disk.stem})
        self._ask("device_add", driver="virtio-blk-pci", drive=disk.stem, id=disk.stem)

    def pull_out(self, disk: Path) -> None:
        """Ask for it back. The guest lets it go a moment later."""
        self._ask("device_del", id=disk.stem)

    def press_power_button(self) -> None:
        self._ask("system_powerdown")

    def ended(self, within_s: float) -> bool:
        """Whether the machine has switched itself off, now or in this time."""
        try:
            self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def cut(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def _ask(self, command: str, **arguments: object) -> None:
        """Ask over QEMU's own protocol (QMP). Raises RuntimeError where it refuses."""
        with socket.socket(socket.AF_UNIX) as connected:
            connected.settimeout(30)
            connected.connect(str(self._control))
            with connected.makefile("rw") as lines:
                lines.readline()  # the greeting
                _said(lines, "qmp_capabilities", {})
                _said(lines, command, arguments)


def _said(lines: Any, command: str, arguments: dict[str, object]) -> None:
    lines.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
    lines.flush()
    for line in lines:
        message = json.loads(line)
        if "error" in message:
            raise RuntimeError(f"{command}: {message['error']['desc']}")
        if "return" in message:
            return
    raise ConnectionError(f"the emulator left during {command}")


def _acceleration() -> tuple[str, ...]:
    """The hardware's own virtualization where there is some, else emulation on every processor."""
    said = re.search(r"^flags\s*:(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    able = bool(said and {"vmx", "svm"} & set(said[1].split()))
    if able and os.access("/dev/kvm", os.R_OK | os.W_OK):
        return ("-accel", "kvm", "-cpu", "host")
    return ("-accel", "tcg,thread=multi,tb-size=256", "-cpu", "Nehalem")


OPTIONS = (
    *("-F", "/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"),
    *("-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"),
    *("-o", "ConnectTimeout=60"),
)


class Shell:
    """Root's shell in a guest that answers ssh on a port of this machine."""

    def __init__(self, key: Path, sockets: Path, complaints: Path) -> None:
        self._key = sockets / "key"
        shutil.copyfile(key, self._key)
        self._key.chmod(0o600)
        self._kept = sockets / "ssh"
        self._complaints = complaints
        self.port = 0

    def command(self, user: str, key: Path | None, *, tty: bool) -> list[str]:
        """An ssh of one's own to the guest, as an argument list; a command may follow."""
        identity = ("-i", str(key or self._key), "-p", str(self.port))
        return ["ssh", *(["-tt"] if tty else []), *OPTIONS, *identity, f"{user}@127.0.0.1"]

    def exec(
        self, command: str, typed: bytes, timeout_s: float
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run a shell command with these bytes on its standard input, to its end."""
        self._connect(timeout_s)
        return subprocess.run(
            [*self._through_kept(), command],
            input=typed,
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )

    def put(self, source: Path, target: str, timeout_s: float) -> None:
        """Copy a file, or what a directory holds, to this absolute path; root owns it there."""
        if source.is_dir():
            packed = ["tar", "-C", str(source), "-cf", "-", "."]
            data = subprocess.run(packed, capture_output=True, check=True).stdout
            at = shlex.quote(target)
            command = f"mkdir -p {at} && tar -C {at} --no-same-owner -xf -"
        else:
            data, command = source.read_bytes(), f"cat > {shlex.quote(target)}"
        done = self.exec(command, data, timeout_s)
        if done.returncode:
            raise RuntimeError(f"{target} was not written: {done.stderr.decode()}")

    def leave(self) -> None:
        """Close the kept connection, whether or not the other end is still there."""
        if self._kept.exists():
            subprocess.run(
                [*self._through_kept(), "-O", "exit"], capture_output=True, timeout=30, check=False
            )
            self._kept.unlink(missing_ok=True)

    def _through_kept(self) -> list[str]:
        return [*self.command("root", None, tty=False), "-o", f"ControlPath={self._kept}"]

    def _connect(self, timeout_s: float) -> None:
        """Open the connection that is kept, by itself: it must hold nobody's pipes."""
        late = time.monotonic() + timeout_s
        keep = ["-o", "ControlMaster=yes", "-o", "ControlPersist=yes", "-f", "-N"]
        while not self._kept.exists():
            with self._complaints.open("ab") as complaints:
                done = subprocess.run(
                    [*self._through_kept(), *keep],
                    stdin=subprocess.DEVNULL,
                    stdout=complaints,
                    stderr=complaints,
                    check=False,
                )
            if done.returncode and time.monotonic() > late:
                said = self._complaints.read_text(errors="replace")
                raise RuntimeError(f"no ssh to the virtual Pi: {said[-500:]}")
