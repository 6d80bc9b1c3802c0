"""An ext4 disk for tests, in a file that holds exactly what reached it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.pi.storage.card import CardNotPossibleError, mount


class Disk:
    """A mounted image: ``path`` is its root."""

    def __init__(self, image: Path) -> None:
        self._image = image
        self.path = image.with_suffix("")

    @classmethod
    def make(cls, image: Path) -> "Disk":
        """A new disk, not mounted. Raises CardNotPossibleError."""
        with image.open("wb") as file:
            file.truncate(8 << 20)
        try:
            subprocess.run(["mkfs.ext4", "-q", str(image)], check=True, capture_output=True)
        except (FileNotFoundError, subprocess.CalledProcessError) as error:
            raise CardNotPossibleError(str(error)) from None
        return cls(image)

    @contextmanager
    def mounted(self) -> Iterator[Path]:
        """Mount it, as the Pi's system does: read-only after an error. Its root."""
        self.path.mkdir(exist_ok=True)
        mount("-o", "loop,errors=remount-ro", str(self._image), str(self.path))
        try:
            yield self.path
        finally:
            subprocess.run(["umount", "-l", str(self.path)], check=True)

    def as_it_is_on_the_card(self) -> "Disk":
        """What a power cut at this moment leaves: nothing that the kernel still holds back."""
        after = self._image.with_name("after.img")
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

    def fail(self) -> None:
        """Let the kernel meet an error in the filesystem, upon which it turns it read-only."""
        device = os.stat(self.path).st_dev
        block = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve()
        trigger = Path("/sys/fs/ext4") / block.name / "trigger_fs_error"
        try:
            trigger.write_text("test\n")
        except OSError as error:
            raise CardNotPossibleError(str(error)) from None
