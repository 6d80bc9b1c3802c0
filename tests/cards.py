"""Memory cards and sticks that fill up, fail and lie; and where stores and images lie."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

MEMORY = Path("/dev/shm")


@contextmanager
def room() -> Iterator[Path]:
    """A directory, gone at the end."""
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with TemporaryDirectory(prefix="steadyhand-test-", dir=memory) as place:
        yield Path(place)


class CardNotPossibleError(Exception):
    """This machine does not let the test mount anything; says why."""


class Card:
    """A filesystem in memory, mounted at ``path``."""

    def __init__(self, path: Path, kib: int) -> None:
        path.mkdir()
        self.path = path
        mount("-t", "tmpfs", "-o", f"size={kib}k,mode=700", "steadyhand-test", str(path))

    def turn_read_only(self) -> None:
        """As the kernel does after an error, or the owner on purpose."""
        mount("-o", "remount,ro", str(self.path))

    def turn_writable(self) -> None:
        """As the owner does after the fault."""
        mount("-o", "remount,rw", str(self.path))

    def fill(self) -> None:
        """Leave no free byte."""
        with (self.path / "filler").open("ab", buffering=0) as filler:
            for block in (4096, 1):
                self._fill_with(filler.write, bytes(block))

    def free(self) -> None:
        """Make room again."""
        (self.path / "filler").unlink()

    def remove(self) -> None:
        """Unmount, whoever still holds a file there."""
        subprocess.run(["umount", "-l", str(self.path)], check=True)

    @staticmethod
    def _fill_with(write: Callable[[bytes], int | None], block: bytes) -> None:
        try:
            while write(block):
                pass
        except OSError:
            return


def mount(*arguments: str) -> None:
    """Mount as told. Raises CardNotPossibleError where that is not allowed."""
    if os.geteuid() != 0:
        raise CardNotPossibleError("mounting needs root")
    try:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise CardNotPossibleError("there is no mount command") from None
    if done.returncode != 0:
        raise CardNotPossibleError(done.stderr.strip())


class Disk:
    """A mounted image: ``path`` is its root."""

    def __init__(self, image: Path) -> None:
        self._image = image
        self.path = image.with_suffix("")

    @classmethod
    def make(cls, image: Path, kind: str = "ext4") -> "Disk":
        """A new disk, not mounted, ``ext4`` or ``vfat``. Raises CardNotPossibleError."""
        with image.open("wb") as file:
            file.truncate(8 << 20)
        quiet = ["-q"] if kind == "ext4" else []
        command = [f"mkfs.{kind}", *quiet, str(image)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (FileNotFoundError, subprocess.CalledProcessError) as error:
            raise CardNotPossibleError(str(error)) from None
        return cls(image)

    @contextmanager
    def mounted(self) -> Iterator[Path]:
        """Mount it, as the Pi's system does: read-only after an error. Its root."""
        self.plug_in()
        try:
            yield self.path
        finally:
            if self.path.is_mount():
                self.pull_out()

    def plug_in(self) -> None:
        """Mount it. Raises CardNotPossibleError."""
        self.path.mkdir(exist_ok=True)
        mount("-o", "loop,errors=remount-ro", str(self._image), str(self.path))

    def pull_out(self) -> None:
        """Unmount it, whoever still holds a file there."""
        subprocess.run(["umount", "-l", str(self.path)], check=True)

    def as_it_is_on_the_card(self, name: str = "after") -> "Disk":
        """What a power cut at this moment leaves: nothing that the kernel still holds back.

        Copied again where the kernel wrote meanwhile: half of the one moment and half of another
        is what no cut leaves. The copy replaces the one before it of the same name.
        """
        after = self._image.with_name(f"{name}.img")
        written = None
        while written is None or written != self._writes() or written[1]:
            written = self._writes()
            shutil.copyfile(self._image, after)
        return Disk(after)

    def forget_what_was_read(self) -> None:
        """Unmount and mount again: the next read asks the device."""
        subprocess.run(["umount", str(self.path)], check=True)
        mount("-o", "loop,errors=remount-ro", str(self._image), str(self.path))

    def blocks_of(self, path: str) -> list[int]:
        """Where each KiB of a file lies on the disk, in KiB. Raises CardNotPossibleError."""
        command = ["debugfs", "-R", f"blocks {path}", str(self._image)]
        try:
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        except (FileNotFoundError, subprocess.CalledProcessError) as error:
            raise CardNotPossibleError(str(error)) from None
        return [int(block) for block in said.split()]

    def die_beyond(self, kib: int) -> None:
        """From here on the device answers every read and write beyond with an error."""
        number = os.minor(os.stat(self.path).st_dev)
        os.truncate(self._image, kib * 1024)
        subprocess.run(["losetup", "-c", f"/dev/loop{number}"], check=True)

    def copy_to(self, place: Path) -> None:
        """Copy the image. Not while it is mounted."""
        shutil.copyfile(self._image, place)

    def remove(self) -> None:
        """Delete the image. Not while it is mounted."""
        self._image.unlink()

    def _writes(self) -> tuple[int, int]:
        """How many writes have reached the block layer, and how many are under way."""
        fields = (self._block_device() / "stat").read_text().split()
        return int(fields[4]), int(fields[8])

    def fail(self) -> None:
        """Let the kernel meet an error in the filesystem, upon which it turns it read-only."""
        trigger = Path("/sys/fs/ext4") / self._block_device().name / "trigger_fs_error"
        try:
            trigger.write_text("test\n")
        except OSError as error:
            raise CardNotPossibleError(str(error)) from None

    def _block_device(self) -> Path:
        """The loop device it is mounted on, as the kernel describes it."""
        device = os.stat(self.path).st_dev
        return Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve()


@contextmanager
def a_card(path: Path, kib: int = 512) -> Iterator[Card]:
    """A card of that size."""
    try:
        card = Card(path, kib)
    except CardNotPossibleError as why:
        pytest.skip(f"no {path.name} can be mounted here: {why}")
    try:
        yield card
    finally:
        card.remove()


@contextmanager
def a_disk(image: Path, kind: str = "ext4") -> Iterator[Disk]:
    """A mounted disk of 8 MiB."""
    with ExitStack() as until_done:
        try:
            disk = Disk.make(image, kind)
            until_done.enter_context(disk.mounted())
        except CardNotPossibleError as why:
            pytest.skip(f"no disk image can be mounted here: {why}")
        yield disk
