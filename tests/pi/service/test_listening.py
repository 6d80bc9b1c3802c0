"""The socket's place: taken over from the dead, never from the living, and from nothing else."""

import errno
import os
import socket
import stat
from pathlib import Path

import pytest

from pi.service.failures import start_failure
from pi.service.listening import listening_socket


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "run" / "s"


def test_a_socket_is_made_with_its_directory(place: Path) -> None:
    with listening_socket(place):
        assert place.is_socket()


def test_the_directory_of_a_socket_is_private(place: Path) -> None:
    with listening_socket(place):
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_owner_and_group_may_connect_and_nobody_else(place: Path) -> None:
    with listening_socket(place):
        assert stat.S_IMODE(place.stat().st_mode) == 0o660


def test_a_socket_that_nobody_answers_is_replaced(place: Path) -> None:
    listening_socket(place).close()
    with listening_socket(place), socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(place))


def test_a_socket_that_is_answered_is_left_alone(place: Path) -> None:
    with listening_socket(place) as first:
        with pytest.raises(OSError, match="in use"):
            listening_socket(place)
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(place))
            first.accept()[0].close()


def test_a_service_too_busy_to_answer_keeps_its_socket(place: Path) -> None:
    place.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as busy, socket.socket(socket.AF_UNIX) as waiting:
        busy.bind(str(place))
        busy.listen(0)
        waiting.connect(str(place))
        with pytest.raises(OSError, match="in use"):
            listening_socket(place)


def test_a_file_that_is_no_socket_is_not_removed(place: Path) -> None:
    place.parent.mkdir()
    place.write_text("a letter")
    with pytest.raises(FileExistsError):
        listening_socket(place)
    assert place.read_text() == "a letter"


def test_a_directory_in_its_place_is_not_removed(place: Path) -> None:
    place.mkdir(parents=True)
    with pytest.raises(FileExistsError):
        listening_socket(place)
    assert place.is_dir()


def test_a_path_too_long_for_a_socket_is_named(tmp_path: Path) -> None:
    place = tmp_path / ("x" * 110)
    with pytest.raises(OSError, match="name too long") as caught:
        listening_socket(place)
    assert (caught.value.errno, caught.value.filename) == (errno.ENAMETOOLONG, str(place))


def test_a_place_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    place = tmp_path / "file" / "s"
    with pytest.raises(OSError, match="file/s") as caught:
        listening_socket(place)
    assert caught.value.filename == str(place)


def test_no_socket_is_left_open_by_a_failure(place: Path) -> None:
    place.mkdir(parents=True)
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(FileExistsError):
        listening_socket(place)
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_taken_socket_is_a_failure_with_a_reason_and_a_place(place: Path) -> None:
    with listening_socket(place), pytest.raises(OSError, match="in use") as caught:
        listening_socket(place)
    failure = start_failure(caught.value, place.parent)
    assert failure is not None
    assert (failure["reason"], failure["place"]) == ("socket_in_use", str(place))
