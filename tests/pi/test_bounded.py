"""Only plain files are read, and no more of one than was asked for."""

import io
import os
import socket
from pathlib import Path

import pytest

from pi.bounded import NotAFileError, TooLargeError, open_file, read_file, read_stream

GIB = 1 << 30


def test_a_file_that_fits_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 100)
    assert read_file(tmp_path / "file", 100) == b"x" * 100


def test_one_byte_more_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 101)
    with pytest.raises(TooLargeError):
        read_file(tmp_path / "file", 100)


def test_a_file_of_many_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(12 * GIB)
    with pytest.raises(TooLargeError):
        read_file(tmp_path / "sparse", 11 * GIB)  # to read it would take as much memory


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_no_file(device: str) -> None:
    with pytest.raises(OSError, match=r"plain file|No such device"):
        read_file(device, 100)


def test_a_link_to_a_device_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/zero")
    with pytest.raises(NotAFileError):
        read_file(tmp_path / "link", 100)


def test_nobody_waits_at_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotAFileError):
        read_file(tmp_path / "pipe", 100)


def test_a_directory_and_a_socket_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(NotAFileError):
        open_file(tmp_path)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(tmp_path / "s"))
        with pytest.raises(OSError, match="No such device"):
            open_file(tmp_path / "s")


def test_a_link_is_followed_only_where_it_may_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to("file")
    assert read_file(tmp_path / "link", 1) == b"x"
    with pytest.raises(OSError, match="symbolic links"):
        read_file(tmp_path / "link", 1, follow=False)


class Dripping(io.RawIOBase):
    """A stream without an end that gives a byte at a time."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        """One more."""
        self.given += 1
        return b"x"


def test_of_a_stream_without_end_one_byte_more_than_fits_is_taken() -> None:
    endless = Dripping()
    with pytest.raises(TooLargeError):
        read_stream(endless, 1000)  # type: ignore[arg-type]
    assert endless.given == 1001
