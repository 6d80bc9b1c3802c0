"""Texts of a file, a store, a service or the environment command no terminal, on any way out."""

import json
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.blackbox.processes import SERVICE, Place
from tests.blackbox.terminal import terminal
from tests.pi.service.rig import PASSPHRASE, QASHQAI

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"
PLAIN = "owned"  # what may be left of it
GREETING = b'{"type":"Greeting","protocol":1,"version":"0.1.0"}\n'
RADIO = {
    "vehicle": 1,
    "head_unit": EVIL,
    "state": "Asking",
    "tries_left": 3,
    "rejected": 0,
    "rejected_in_series": 0,
    "seq": 1,
}
STATUS = {"type": "Status", "version": EVIL, "saving": {"ok": True, "reason": None}}
STATE = {
    "type": "State",
    "set_up": True,
    "saving": {"ok": True},
    "vehicles": 1,
    "name": f"Aunt {EVIL} Mabel",
    "lock": {"unlocked": True, "has_pin": True, "has_passphrase": True, "device_key": "file"},
    "radio": RADIO,
}


def commands_a_terminal(said: str | bytes) -> bool:
    """Whether anything of it is obeyed: as bytes, or as the characters they stand for."""
    text = said if isinstance(said, str) else said.decode(errors="replace")
    return any(each in text for each in "\x1b\x07\x9b\u202e")


@contextmanager
def lying(place: Place, *messages: object) -> Iterator[None]:
    """A service that greets, and answers whatever it is asked with these."""
    place.state.mkdir(exist_ok=True)
    lines = b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in messages)

    def play(listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connected = listening.accept()[0]
                connected.sendall(GREETING)
                connected.recv(4096)
                connected.sendall(lines)
                kept.append(connected)

    kept: list[socket.socket] = []
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place.socket))
        listening.listen()
        player = threading.Thread(target=play, args=(listening,))
        player.start()
        try:
            yield
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            player.join()
            for each in kept:
                each.close()
            place.socket.unlink()


def test_status_of_a_lying_service_is_plain(place: Place) -> None:
    with lying(place, {"type": "Reply", "id": 1, "answer": {**STATUS, "radios": [RADIO]}}):
        done = place.run("status")
        shaped = place.run("status", "--json")
    assert (PLAIN in done.stdout, commands_a_terminal(done.stdout)) == (True, False)
    assert json.loads(shaped.stdout)["vehicles"][0]["head_unit"] == EVIL
    assert not commands_a_terminal(shaped.stdout)


def test_a_refusal_of_a_lying_service_is_plain(place: Place) -> None:
    refusal = {"type": "Refusal", "reason": "unknown_head_unit", "detail": EVIL * 9999}
    with lying(place, {"type": "Reply", "id": 1, "answer": refusal}):
        done = place.run("report", "asking")
    assert (done.stderr.count("\n"), commands_a_terminal(done.stderr)) == (1, False)
    assert len(done.stderr) < 3000


def test_screens_of_a_lying_service_are_drawn_and_nothing_is_obeyed(place: Place) -> None:
    with lying(place, STATE), terminal(place) as screen:
        screen.shows("Mabel")
        assert [
            each for each in (b"owned\x07", b"\x9b", "\u202e".encode()) if each in screen.said
        ] == []


@pytest.fixture
def crafted(kept: Place) -> Place:
    """A store in which somebody wrote over the family of the first vehicle."""
    with closing(sqlite3.connect(kept.database)) as store, store:
        store.execute("UPDATE vehicle SET head_unit = ? WHERE number = 1", (EVIL,))
    return kept


@pytest.mark.parametrize(
    "command",
    [["status"], ["status", "--json"], ["doctor"], ["doctor", "--json"], ["report", "asking"]],
)
def test_a_crafted_store_says_nothing_to_a_terminal(crafted: Place, command: list[str]) -> None:
    done = crafted.run(*command)
    assert (PLAIN in done.stdout, commands_a_terminal(done.stdout + done.stderr)) == (False, False)


def test_the_code_in_a_crafted_store_is_still_shown(crafted: Place) -> None:
    done = crafted.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PASSPHRASE)
    assert (done.returncode, QASHQAI.code in done.stdout) == (0, True)
    assert not commands_a_terminal(done.stdout)


@pytest.mark.parametrize(
    "command",
    [
        ["report", EVIL],
        ["status", f"--{EVIL}"],
        [EVIL],
        ["head-units", "--check", EVIL],
        ["head-units", "--export", EVIL],
        ["head-units", "--make", EVIL],
        ["guide", "--make", EVIL],
        ["plan", "--head-unit", EVIL],
        ["practice", "--head-unit", EVIL],
        ["setup", "--from", EVIL],
        ["restore", EVIL, "--passphrase-stdin"],
        ["backup", f"{EVIL}/file", "--passphrase-stdin"],
        ["copy", "card", EVIL, "--passphrase-stdin"],
        ["copy", "keepass", f"{EVIL}/file", "--passphrase-stdin"],
        ["import", "keepass", EVIL, "--passphrase-stdin"],
        ["device-key", "--to", "stick", "--place", EVIL, "--passphrase-stdin"],
    ],
    ids=lambda command: " ".join(command).replace(EVIL, "EVIL"),
)
def test_what_is_typed_in_a_command_is_repeated_plainly(kept: Place, command: list[str]) -> None:
    done = kept.run(*command, typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert (done.returncode in {2, 3, 4, 5}, done.stdout + done.stderr != "") == (True, True)
    assert not commands_a_terminal(done.stdout + done.stderr)


@pytest.mark.parametrize("name", ["STEADYHAND_STATE_DIR", "STEADYHAND_SOCKET", "TERM", "LANG"])
@pytest.mark.parametrize("command", [["status"], ["doctor"], []])
def test_the_environment_is_repeated_plainly(place: Place, name: str, command: list[str]) -> None:
    place.environment[name] = f"/dev/null/{EVIL}"
    done = place.run(*command)
    assert not commands_a_terminal(done.stdout + done.stderr)


def test_the_service_repeats_its_places_plainly(place: Place) -> None:
    place.environment["STEADYHAND_STATE_DIR"] = f"/dev/null/{EVIL}"
    done = subprocess.run(
        [sys.executable, "-c", SERVICE], env=place.environment, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr.count(b"\n"), commands_a_terminal(done.stderr)) == (
        1,
        1,
        False,
    )


@pytest.mark.parametrize(
    "text", [f'"{"k" * 10**6}" = 1', '"\\u001b[2J\\u009b" = 1', "[[vehicle]]\n'\u202e' = 1"]
)
def test_a_key_of_a_set_up_file_is_told_and_cut(place: Place, tmp_path: Path, text: str) -> None:
    (tmp_path / "car.toml").write_text(text)
    done = place.run("setup", "--from", str(tmp_path / "car.toml"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert (len(done.stderr) < 400, commands_a_terminal(done.stderr)) == (True, False)
    assert done.stderr.endswith("unknown key. Take it out; nothing was stored.\n")
