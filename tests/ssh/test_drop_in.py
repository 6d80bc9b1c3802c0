"""sshd's drop-in as sshd reads it: sound, strict to the one login, silent to all others."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.blackbox.processes import Place
from tests.ssh.car import DROP_IN, furnish, sshd, why_not


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration that is the drop-in just as it is installed, and one line after it."""
    if reason := why_not():
        pytest.skip(reason)
    here = furnish(Place(tmp_path_factory.mktemp("car")))
    config = here / "config"
    config.write_text(f"HostKey {here}/host\n{DROP_IN.read_text()}\nMaxAuthTries 3\n")
    return config


def settings(config: Path, user: str) -> dict[str, str]:
    """What holds for a user, by sshd itself."""
    whose = f"user={user},host=phone,addr=192.0.2.1"
    done = subprocess.run(
        [sshd(), "-T", "-C", whose, "-f", config], capture_output=True, text=True, check=True
    )
    pairs = [line.partition(" ") for line in done.stdout.splitlines()]
    return {name: value for name, _, value in pairs}


def test_sshd_finds_nothing_wrong(config: Path) -> None:
    done = subprocess.run([sshd(), "-t", "-f", config], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("forcecommand", "exec /opt/steadyhand/venv/bin/python -I -m tui.login"),
        ("authenticationmethods", "publickey"),
        ("authorizedkeysfile", "/etc/steadyhand/authorized_keys"),
        ("passwordauthentication", "no"),
        ("kbdinteractiveauthentication", "no"),
        ("disableforwarding", "yes"),
        ("allowtcpforwarding", "no"),
        ("allowstreamlocalforwarding", "no"),
        ("allowagentforwarding", "no"),
        ("x11forwarding", "no"),
        ("permittunnel", "no"),
        ("permituserrc", "no"),
        ("permituserenvironment", "no"),
    ],
)
def test_it_holds_for_the_login(config: Path, name: str, value: str) -> None:
    assert settings(config, "steadyhand")[name] == value


@pytest.mark.parametrize("name", ["forcecommand", "disableforwarding", "authorizedkeysfile"])
def test_other_logins_stay_as_they_are(config: Path, name: str) -> None:
    plain = config.with_name("plain")
    plain.write_text(f"HostKey {config.with_name('host')}\n")
    assert settings(config, "root")[name] == settings(plain, "root")[name]


@pytest.mark.parametrize("user", ["root", "steadyhand"])
def test_what_is_read_after_it_is_for_everybody(config: Path, user: str) -> None:
    assert settings(config, user)["maxauthtries"] == "3"


def test_the_forced_command_is_a_module_of_the_product() -> None:
    (command,) = [line for line in DROP_IN.read_text().splitlines() if "ForceCommand" in line]
    module = command.rpartition(" -m ")[2]
    assert os.path.isfile(DROP_IN.parents[1].joinpath(*module.split(".")).with_suffix(".py"))
