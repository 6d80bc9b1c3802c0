"""Where the store and the socket are, by the environment."""

import os
from pathlib import Path

import pytest

from pi import places
from pi.places import is_users_own, runtime_directory, socket_path, state_directory

NAMES = [
    "STEADYHAND_STATE_DIR",
    "STEADYHAND_SOCKET",
    "STATE_DIRECTORY",
    "XDG_STATE_HOME",
    "XDG_RUNTIME_DIR",
]


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/driver")
    monkeypatch.setattr(places, "SYSTEM_SOCKET", str(tmp_path / "system.sock"))


def test_the_store_lies_in_the_users_state_home() -> None:
    assert state_directory() == "/home/driver/.local/state/steadyhand"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"XDG_STATE_HOME": "/x"}, "/x/steadyhand"),
        ({"XDG_STATE_HOME": ""}, "/home/driver/.local/state/steadyhand"),
        ({"XDG_STATE_HOME": "/x", "STATE_DIRECTORY": "/var/lib/s"}, "/var/lib/s"),
        ({"STATE_DIRECTORY": "/var/lib/s", "STEADYHAND_STATE_DIR": "/mine"}, "/mine"),
    ],
)
def test_a_nearer_word_on_the_store_wins(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], wanted: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert state_directory() == wanted


def test_the_socket_lies_in_the_users_runtime_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    assert socket_path() == "/run/user/7/steadyhand/steadyhand.sock"


def test_without_a_runtime_directory_each_user_has_one_of_their_own() -> None:
    assert runtime_directory() == f"/tmp/steadyhand-{os.getuid()}"


def test_a_system_service_is_found_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    Path(places.SYSTEM_SOCKET).touch()
    assert socket_path() == places.SYSTEM_SOCKET


def test_a_store_of_its_own_has_a_socket_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(places.SYSTEM_SOCKET).touch()
    monkeypatch.setenv("STEADYHAND_STATE_DIR", "/mine")
    assert socket_path() == "/mine/steadyhand.sock"


def test_a_socket_that_is_named_wins_over_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEADYHAND_STATE_DIR", "/mine")
    monkeypatch.setenv("STEADYHAND_SOCKET", "/there/s")
    assert socket_path() == "/there/s"


def test_a_user_starts_no_system_service() -> None:
    assert (is_users_own(places.SYSTEM_SOCKET), is_users_own("/mine/s")) == (False, True)
