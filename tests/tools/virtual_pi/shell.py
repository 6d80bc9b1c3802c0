"""Coming into the guest: commands as root and files, over one ssh connection that is kept."""

import shlex
import shutil
import subprocess
import time
from pathlib import Path

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
