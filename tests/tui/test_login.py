"""What the login makes of an environment and of a command, before any SSH."""

import os
import subprocess
import sys

import pytest

from pi.places import SYSTEM_SOCKET
from tests.blackbox import places
from tests.blackbox.processes import ROOT, Place
from tui.login import COMMANDS, cleaned, refused

kept, made_store, place = places.kept, places.made_store, places.place

LOGIN = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tui.login import main; sys.exit(main())"
)
ALONE = "steadyhand: This login runs steadyhand alone, with one of: " + ", ".join(COMMANDS) + "\n"


def log_in(
    place: Place, command: str, *, typed: str = "", **more: str
) -> "subprocess.CompletedProcess[str]":
    """Run the login as sshd runs it, with a service to talk to."""
    return subprocess.run(
        [sys.executable, "-I", "-c", LOGIN, "--socket", str(place.socket)],
        env=place.environment | {"SSH_ORIGINAL_COMMAND": command} | more,
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_client_chooses_no_service_no_store_and_no_python() -> None:
    sent = ("STEADYHAND_SOCKET", "STEADYHAND_STATE_DIR", "STEADYHAND_SETTINGS", "PYTHONPATH")
    kept = cleaned(dict.fromkeys([*sent, "LD_PRELOAD", "TEXTUAL_DRIVER"], "mine"), "/run/s")
    assert kept == {"PATH": "/usr/local/bin:/usr/bin:/bin", "STEADYHAND_SOCKET": "/run/s"}


def test_language_terminal_and_home_are_kept() -> None:
    wanted = {"LANG": "de_DE.UTF-8", "LC_ALL": "C", "TERM": "xterm-256color", "HOME": "/h"}
    assert wanted.items() <= cleaned(wanted, "/run/s").items()


@pytest.mark.parametrize("value", ["../../tmp/mine", "a b", "x" * 65, "", "\x1b[2J", "en\n"])
def test_a_language_that_is_no_name_is_dropped(value: str) -> None:
    assert "LANG" not in cleaned({"LANG": value}, "/run/s")


@pytest.mark.parametrize(
    "term", ["foot", "foot-extra", "alacritty", "xterm-kitty", "xterm-ghostty", "xterm-direct"]
)
def test_terminals_of_all_colours_are_known_by_name(term: str) -> None:
    assert cleaned({"TERM": term}, "/run/s")["COLORTERM"] == "truecolor"


@pytest.mark.parametrize("term", ["xterm", "xterm-256color", "linux", "vt100", "barefoot", "dumb"])
def test_other_terminals_are_taken_at_their_word(term: str) -> None:
    assert "COLORTERM" not in cleaned({"TERM": term}, "/run/s")


def test_what_the_client_says_of_its_colours_rules() -> None:
    assert cleaned({"TERM": "foot", "COLORTERM": "24bit"}, "/run/s")["COLORTERM"] == "24bit"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_for_scripts_are_let_through(command: str) -> None:
    also = ["--from", "-"] if command == "setup" else []
    assert refused(["steadyhand", command, *also]) == ""


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["sh"],
        ["/usr/lib/openssh/sftp-server"],
        ["internal-sftp"],
        ["scp", "-t", "."],
        ["/usr/bin/steadyhand", "status"],
        ["steadyhand", "--kiosk"],
        ["steadyhand", "kiosk", "enable"],
        ["steadyhand", "backup", "/tmp/x"],
        ["steadyhand", "restore", "/tmp/x"],
        ["steadyhand", "copy", "keepass"],
        ["steadyhand", ""],
        ["status", "steadyhand"],
    ],
)
def test_anything_else_is_refused(words: list[str]) -> None:
    assert refused(words).startswith("This login runs steadyhand alone")


@pytest.mark.parametrize(
    "options", [[], ["--from", "/etc/shadow"], ["--from=x"], ["--from", "-", "--from", "x"]]
)
def test_a_set_up_reads_no_file_of_the_machine(options: list[str]) -> None:
    assert "comes on standard input" in refused(["steadyhand", "setup", *options])


def test_a_status_is_the_documented_one(kept: Place) -> None:
    with kept.service():
        done = log_in(kept, "steadyhand status --json")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == kept.run("status", "--json").stdout


@pytest.mark.parametrize("command", ["rm -rf /", "sh -c 3712", 'steadyhand "status', ";", "$(id)"])
def test_a_refusal_is_one_line_that_repeats_nothing(place: Place, command: str) -> None:
    done = log_in(place, command)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", ALONE)


def test_no_shell_reads_the_command(kept: Place) -> None:
    broken = kept.directory / "broken"
    with kept.service():
        done = log_in(kept, f"steadyhand status --json > {broken}; touch {broken}")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert not broken.exists()


def test_words_in_quotation_marks_stay_together(place: Place) -> None:
    done = log_in(place, "steadyhand head-units --make Nissan --shows 'no such thing'")
    assert (done.returncode, done.stdout) == (2, "")
    assert "No known radio fits that" in done.stderr


def test_without_a_service_there_is_one_line_and_none_is_started_for_the_system(
    place: Place,
) -> None:
    if os.path.exists(SYSTEM_SOCKET):
        pytest.skip("a service of the system runs here")
    done = subprocess.run(
        [sys.executable, "-I", "-c", LOGIN],
        env=place.environment | {"SSH_ORIGINAL_COMMAND": "steadyhand status"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)
    assert "sudo systemctl start steadyhand.socket" in done.stderr
    assert not place.state.exists()


def test_a_script_loads_neither_screens_nor_the_command_lines_library(kept: Place) -> None:
    tell = LOGIN.replace("sys.exit(main())", "main(); print(*sys.modules, file=sys.stderr)")
    with kept.service():
        done = subprocess.run(
            [sys.executable, "-I", "-c", tell, "--socket", str(kept.socket)],
            env=kept.environment | {"SSH_ORIGINAL_COMMAND": "steadyhand status --json"},
            capture_output=True,
            text=True,
            check=True,
        )
    assert {"textual", "click", "msgspec", "asyncio"}.isdisjoint(done.stderr.split())
