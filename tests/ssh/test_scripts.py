"""What scripts get over SSH: the commands, as they are on the machine itself, and nothing else."""

import json

import pytest

from tests.pi.service.rig import PASSPHRASE, QASHQAI
from tests.ssh.car import Car

ALONE = "steadyhand: This login runs steadyhand alone, with one of: status, "


def test_a_script_reads_the_status(car: Car) -> None:
    done = car.run("steadyhand status --json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == car.place.json("status", "--json")


def test_a_script_reports_what_the_radio_did(car: Car) -> None:
    assert car.run("steadyhand report rejected --vehicle 1").returncode == 0
    assert car.place.json("status", "--json")["vehicles"][0]["rejected_in_series"] == 1


def test_a_secret_is_read_from_standard_input(car: Car) -> None:
    done = car.run("steadyhand show --vehicle 1 --passphrase-stdin", typed=f"{PASSPHRASE}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"code: {QASHQAI.code}" in done.stdout


def test_a_set_up_is_read_from_standard_input(car: Car) -> None:
    done = car.run("steadyhand setup --from -", typed="passphrase = 1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "put the value in quotes" in done.stderr


def test_the_status_of_a_command_comes_through(car: Car) -> None:
    assert car.run("steadyhand report accepted --vehicle 9").returncode == 2


def test_the_client_does_not_choose_the_service(car: Car) -> None:
    sent = {"STEADYHAND_SOCKET": "/nowhere", "LC_ALL": "../../x", "PYTHONPATH": "/nowhere"}
    wanted = [word for name in sent for word in ("-o", f"SendEnv={name}")]
    assert car.run("steadyhand status", *wanted, **sent).returncode == 0


@pytest.mark.parametrize(
    "command",
    [
        "sh",
        "cat /etc/passwd",
        "steadyhand status; sh",
        "steadyhand --kiosk",
        "steadyhand setup --from /etc/passwd",
        "steadyhand backup /tmp/x",
    ],
)
def test_other_commands_are_refused_in_one_line(car: Car, command: str) -> None:
    done = car.run(command)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("steadyhand: ")


def test_a_refusal_names_what_is_possible(car: Car) -> None:
    assert car.run("sh").stderr.startswith(ALONE)
