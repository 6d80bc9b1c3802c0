"""sshd with the drop-in: strict to the one login, silent to all others, and a way to nothing else.

Each test of what cannot be had would see it: with the line of the drop-in gone, it fails.
"""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.blackbox.processes import PATIENCE_S, Place, until
from tests.blackbox.terminal import Terminal, terminal
from tests.pi.service.rig import PASSPHRASE, QASHQAI
from tests.ssh.car import DROP_IN, HOST, Car, car, furnish, sshd
from tests.tools.virtual_pi.machine import free_port

INSIDE = b"a secret of the network in the car"
OF_THE_LOGIN = {
    "forcecommand": "exec /opt/steadyhand/venv/bin/python -I -m tui.login",
    "authenticationmethods": "publickey",
    "authorizedkeysfile": "/etc/steadyhand/authorized_keys",
    "disableforwarding": "yes",
}
NEVER = (
    *("passwordauthentication", "kbdinteractiveauthentication", "permittunnel", "permituserrc"),
    *("permituserenvironment", "x11forwarding", "allowtcpforwarding", "allowagentforwarding"),
    "allowstreamlocalforwarding",
)


def settings(config: Path, user: str) -> dict[str, str]:
    whose = f"user={user},host=phone,addr=192.0.2.1"
    done = subprocess.run(
        [sshd(), "-T", "-C", whose, "-f", config], capture_output=True, text=True, check=True
    )
    pairs = [line.partition(" ") for line in done.stdout.splitlines()]
    return {name: value for name, _, value in pairs}


def test_the_drop_in_is_sound_strict_to_the_login_and_leaves_others_alone(tmp_path: Path) -> None:
    here = furnish(Place(tmp_path / "car"))
    config, plain = here / "config", here / "plain"
    config.write_text(f"HostKey {here}/host\n{DROP_IN.read_text()}\nMaxAuthTries 3\n")
    plain.write_text(f"HostKey {here}/host\n")
    done = subprocess.run([sshd(), "-t", "-f", config], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    login, root, before = (
        settings(*whose) for whose in ((config, "steadyhand"), (config, "root"), (plain, "root"))
    )
    wanted = OF_THE_LOGIN | dict.fromkeys(NEVER, "no")
    assert {name: login[name] for name in wanted} == wanted
    for name in ("forcecommand", "disableforwarding", "authorizedkeysfile"):
        assert root[name] == before[name]
    assert (login["maxauthtries"], root["maxauthtries"]) == ("3", "3")  # what is read after it
    module = OF_THE_LOGIN["forcecommand"].rpartition(" -m ")[2]
    assert DROP_IN.parents[1].joinpath(*module.split(".")).with_suffix(".py").is_file()


@pytest.fixture(name="inside")
def something_inside() -> Iterator[int]:
    """A port of the machine where something tells a secret to whoever connects."""
    with socket.create_server((HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
        pid = os.fork()
        if pid == 0:
            while True:
                caller, _ = listening.accept()
                caller.sendall(INSIDE)
                caller.close()
        yield port
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


@contextmanager
def forwarding(car: Car, kind: str, what: str) -> Iterator[socket.socket]:
    """A connection to what a client forwards, once it listens."""
    port = free_port()
    client = subprocess.Popen(
        car.ssh("-N", kind, f"{HOST}:{port}{what}"),
        env=car.environment,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    caller = socket.socket()
    caller.settimeout(PATIENCE_S)
    try:
        until(lambda: caller.connect_ex((HOST, port)) == 0, "a client that listens")
        yield caller
    finally:
        caller.close()
        client.kill()
        client.wait()


def heard(caller: socket.socket) -> bytes:
    said = b""
    while part := caller.recv(1000):
        said += part
    return said


def test_no_port_of_the_machine_nor_the_services_socket_is_reached(car: Car, inside: int) -> None:
    for what in (f":{HOST}:{inside}", f":{car.place.socket}"):
        with forwarding(car, "-L", what) as caller:
            assert heard(caller) == b""


def test_it_is_no_proxy_and_opens_no_port_for_a_client(car: Car, inside: int) -> None:
    with forwarding(car, "-D", "") as caller:
        caller.sendall(b"\x05\x01\x00\x05\x01\x00\x01" + bytes([127, 0, 0, 1]))
        caller.sendall(inside.to_bytes(2, "big"))
        assert INSIDE not in heard(caller)
    done = car.run("steadyhand status", "-o", "ExitOnForwardFailure=yes", "-R", f"0:{HOST}:9")
    assert (done.returncode, done.stdout) == (255, "")


def test_nobody_is_let_in_by_a_password_or_by_a_strangers_key(car: Car, tmp_path: Path) -> None:
    done = car.run("steadyhand status", "-o", "PubkeyAuthentication=no")
    assert (done.returncode, done.stdout) == (255, "")
    assert "Permission denied (publickey)" in done.stderr
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "other"]
    subprocess.run(make, check=True)
    told = f"IdentityFile={car.place.directory}/sshd/client"
    client = [word.replace(told, f"IdentityFile={tmp_path}/other") for word in car.ssh()]
    done = car.call([*client, "steadyhand status"])
    assert (done.returncode, done.stdout) == (255, "")


@pytest.mark.parametrize("how", [["sftp", "-b", "-"], ["scp", "-s"], ["scp", "-O"]], ids=" ".join)
def test_no_file_is_fetched(car: Car, tmp_path: Path, how: list[str]) -> None:
    program, *options = how
    wanted, fetched = f"{HOST}:{car.place.database}", tmp_path / "fetched"
    client = [*car.client(program), *options]
    if program == "sftp":
        done = car.call([*client, HOST], typed=f"get {car.place.database} {fetched}\n")
    else:
        done = car.call([*client, wanted, str(fetched)])
    assert done.returncode != 0
    assert not fetched.exists()


ASKS, PLAYS, TOO_SMALL = "Key it in", "Nothing to do.", "Needs at least 40x16"
ALONE = "steadyhand: This login runs steadyhand alone, with one of: status, "


@pytest.mark.parametrize(
    ("columns", "lines", "shows"),
    [(39, 20, TOO_SMALL), (0, 0, ASKS)],
    ids=["too small", "says it has none"],
)
def test_the_screens_are_drawn_at_the_size_of_the_client_in_all_colours_its_terminal_has(
    car: Car, columns: int, lines: int, shows: str
) -> None:
    """Though only the terminal's name says that it has them."""
    with car.screen(columns=columns, lines=lines, term="foot") as screen:
        screen.shows(shows)
    assert b"\x1b[38;2;" in screen.said or b";38;2;" in screen.said


def test_named_they_open_follow_the_size_and_leave_the_terminal_as_before(car: Car) -> None:
    with car.screen("steadyhand") as screen:
        before = screen.settings()
        screen.shows(ASKS)
        screen.resizes(40, 20)
        screen.shows(ASKS)
        screen.resizes(30, 20)
        screen.shows(TOO_SMALL)
        screen.resizes(80, 24)
        screen.shows(ASKS)
        screen.shows("4 More")
        screen.types("4")  # a tap may fall on what is only being drawn anew
        screen.shows("Ctrl+Q leaves this screen")
        screen.types("\x11")
        assert screen.ends() == 0
        assert screen.settings() == before
    until(lambda: car.uis() == [], "the end of the screens")


def test_nothing_is_left_of_a_client_that_is_killed(car: Car) -> None:
    before = car.keeps_open()
    with car.screen() as screen:
        screen.shows(ASKS)
        assert len(car.uis()) == 1
        screen.process.kill()
        until(lambda: car.uis() == [], "the end of the screens")
    until(lambda: car.keeps_open() <= before, "the end of their connection to the service")


def test_screens_that_nobody_touches_say_why_they_close_and_end_though_their_client_is_frozen(
    kept: Place,
) -> None:
    with kept.service(), car(kept, "--idle", "1") as called:
        before = called.keeps_open()
        with called.screen() as screen:
            assert screen.ends() == 0
            _, _, last = screen.said.rpartition(b"\x1b[?1049l")
            assert b"Nothing was pressed for 1 second" in last
        with called.screen() as screen:
            screen.shows("Steadyhand")
            screen.process.send_signal(signal.SIGSTOP)
            until(lambda: called.uis() == [], "the end of the screens")
        until(lambda: called.keeps_open() <= before, "the end of their connection")


@pytest.mark.parametrize("many", [6, pytest.param(30, marks=pytest.mark.exhaustive)])
def test_a_crowd_and_a_touchscreen_show_what_one_of_them_reports(kept: Place, many: int) -> None:
    with kept.service(), car(kept) as called, ExitStack() as there:
        kept.run("report", "accepted")
        before = called.keeps_open()
        touchscreen = there.enter_context(terminal(kept, "--kiosk"))
        touchscreen.shows(PLAYS)
        phones: list[Terminal] = []
        while len(phones) < many:  # a few start at a time, so that none waits for all others
            few = [there.enter_context(called.screen(columns=40, lines=20)) for _ in range(3)]
            for one in few:
                one.shows(PLAYS)
            phones += few
        phones[-1].taps("It asks for")
        phones[-1].shows("Yes:")
        phones[-1].shows_no_more("░")  # it has stood long enough
        phones[-1].taps("Yes:")
        for one in (touchscreen, *phones):
            one.shows(ASKS)
        assert len(called.uis()) == many
        there.close()
        until(lambda: called.uis() == [], "the end of all screens")
        until(lambda: called.keeps_open() <= before, "the end of their connections to the service")


def test_a_script_gets_what_it_gets_on_the_machine_and_chooses_no_service(car: Car) -> None:
    done = car.run("steadyhand status --json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == car.place.json("status", "--json")
    assert car.run("steadyhand report rejected --vehicle 3").returncode == 0
    assert car.place.json("status", "--json")["vehicles"][2]["rejected_in_series"] == 1
    assert car.run("steadyhand report accepted --vehicle 9").returncode == 2
    show = "steadyhand show --vehicle 1 --passphrase-stdin"
    assert f"code: {QASHQAI.code}" in car.run(show, typed=f"{PASSPHRASE}\n").stdout
    sent = {"STEADYHAND_SOCKET": "/nowhere", "LC_ALL": "../../x", "PYTHONPATH": "/nowhere"}
    wanted = [word for name in sent for word in ("-o", f"SendEnv={name}")]
    assert car.run("steadyhand status", *wanted, **sent).returncode == 0


def test_other_commands_are_refused_in_one_line_that_names_what_is_possible(car: Car) -> None:
    for command in ("steadyhand status; sh", "steadyhand --kiosk", "steadyhand backup /tmp/x"):
        done = car.run(command)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), command
        assert done.stderr.startswith(ALONE), command
