"""When a service leaves: idle, told to, and never while it counts or somebody is there."""

import signal
import socket
import subprocess

import pytest

from pi.service.asks import Examine
from tests.blackbox.caller import calling
from tests.blackbox.processes import Place, ended, started, until


def test_an_idle_service_leaves_and_takes_its_socket_along(place: Place) -> None:
    with place.service("--linger", "0.2") as service:
        assert ended(service) == 0
    assert not place.socket.exists()


def test_a_service_stays_while_a_surface_is_there(place: Place) -> None:
    with place.service("--linger", "0.05") as service, socket.socket(socket.AF_UNIX) as surface:
        surface.connect(str(place.socket))
        outlived(place, service)


def test_a_service_stays_while_a_wait_is_counted(kept: Place) -> None:
    with kept.service("--linger", "0.05") as service:
        with socket.socket(socket.AF_UNIX) as surface:
            surface.connect(str(kept.socket))
            kept.run("report", "rejected", "--vehicle", "1")
        outlived(kept, service)


def outlived(place: Place, service: "subprocess.Popen[bytes]") -> None:
    """See another service, as patient and with nothing to do, come and go before this one."""
    other = Place(place.directory / "other")
    with other.service("--linger", "0.05") as idle:
        assert ended(idle) == 0
    assert service.poll() is None


def test_a_service_leaves_once_the_wait_is_not_counted_any_more(kept: Place) -> None:
    with kept.service("--linger", "0.05") as service:
        with socket.socket(socket.AF_UNIX) as surface:
            surface.connect(str(kept.socket))
            kept.run("report", "rejected", "--vehicle", "1")
            kept.run("report", "power-off", "--vehicle", "1")
        assert ended(service) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_told_to_end_does_so_in_order(place: Place, number: int) -> None:
    with place.service() as service:
        service.send_signal(number)
        assert ended(service) == 0
    assert (place.socket.exists(), place.said) == (False, [""])


def test_a_service_that_is_hung_up_on_reads_its_settings_anew(place: Place) -> None:
    settings = place.directory / "steadyhand.toml"
    with place.service(STEADYHAND_SETTINGS=str(settings)) as service, calling(place) as caller:
        settings.write_text("[pins.nxt]\npin = 6\n")
        service.send_signal(signal.SIGHUP)
        until(lambda: "bad_file" in str(caller.ask(Examine())), "the word that it can't be read")
        settings.unlink()
        service.send_signal(signal.SIGHUP)
        until(lambda: "bad_file" not in str(caller.ask(Examine())), "the word that all is well")
        assert service.poll() is None


def test_a_service_ends_in_order_while_surfaces_are_there(place: Place) -> None:
    with place.service() as service, socket.socket(socket.AF_UNIX) as surface:
        surface.connect(str(place.socket))
        surface.recv(100)
        service.terminate()
        assert (ended(service), surface.recv(100)) == (0, b"")
    assert place.said == [""]


def test_a_wrong_option_is_one_line(place: Place) -> None:
    with started(place, "--port", "80") as service:
        assert ended(service) == 2
    assert place.said[0].count("\n") == 1
