"""An ext4 disk for tests, in a file that holds exactly what reached it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cards.card import CardNotPossibleError, mount


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
