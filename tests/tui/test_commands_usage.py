"""Wrong uses: one line that repeats nothing that was typed. Faults of ours: one line as well."""

import sys

import pytest

from tests.blackbox import places
from tests.blackbox.processes import Place
from tui import __main__ as command
from tui import status
from tui.exits import complain, place_of

kept, made_store, place = places.kept, places.made_store, places.place


def wrong(place: Place, *arguments: str) -> str:
    done = place.run(*arguments, typed="3712\n")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("steadyhand: ")
    return done.stderr.removeprefix("steadyhand: ").rstrip("\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["3712"],
        ["--code=3712"],
        ["status", "3712"],
        ["status", "--code", "3712"],
        ["plan", "3712"],
        ["plan", "--head-unit", "opel-safe", "3712"],
        ["plan", "--json=3712", "--head-unit", "opel-safe"],
        ["plan", "--3712"],
        ["report", "3712"],
        ["report", "asking", "3712"],
        ["setup", "3712"],
        ["show", "3712"],
        ["show", "--vehicle"],
        ["setup", "--from"],
        ["head-units", "3712"],
        ["guide", "3712"],
        ["guide", "--make", "3712"],
    ],
)
def test_a_wrong_use_is_one_line_that_repeats_nothing(place: Place, arguments: list[str]) -> None:
    assert "3712" not in wrong(place, *arguments)


def test_a_wrong_use_names_the_help_of_its_command(place: Place) -> None:
    said = wrong(place, "plan", "--nonsense")
    assert said == "This is no use of the command. See: steadyhand plan --help"


def test_a_missing_option_is_named(place: Place) -> None:
    assert wrong(place, "plan") == "--head-unit is missing. See: steadyhand plan --help"


@pytest.mark.parametrize("arguments", [["--help"], ["status", "--help"], ["report", "--help"]])
def test_help_goes_to_standard_output(place: Place, arguments: list[str]) -> None:
    done = place.run(*arguments)
    assert (done.returncode, done.stderr, "Usage: steadyhand" in done.stdout) == (0, "", True)


def test_the_version_is_told(place: Place) -> None:
    done = place.run("--version")
    assert (done.returncode, done.stdout) == (0, "steadyhand, version 0.1.0\n")


@pytest.mark.parametrize("arguments", [[], ["--kiosk"]])
def test_without_a_terminal_the_screens_say_what_to_use_instead(
    place: Place, arguments: list[str]
) -> None:
    done = place.run(*arguments)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "steadyhand: Screens need a terminal. Use: steadyhand status\n"


def test_a_terminal_that_cannot_draw_says_what_to_use_instead(place: Place) -> None:
    place.environment["TERM"] = "dumb"
    done = place.run()
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "TERM=dumb" in done.stderr
    assert "steadyhand status" in done.stderr


def test_what_refuses_to_draw_starts_no_service(place: Place) -> None:
    place.run()
    assert place.keeper() is None


def test_a_fault_of_ours_is_one_line_that_holds_its_place_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise RuntimeError("the code is 3712")

    monkeypatch.setattr(status, "_ask", fail)
    monkeypatch.setattr(sys, "argv", ["steadyhand", "status"])
    assert command.main() == 1
    said = capsys.readouterr().err
    assert (said.count("\n"), "3712" in said, "RuntimeError" in said) == (1, False, True)


def test_a_place_is_a_kind_a_file_and_a_line() -> None:
    with pytest.raises(ValueError, match="secret") as caught:
        raise ValueError("a secret")
    assert place_of(caught.value).startswith("ValueError, test_commands_usage.py, line ")


def test_an_error_is_one_line_whatever_it_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    complain("a\nb\x1b[2Jc\u2028d")
    assert capsys.readouterr().err == "steadyhand: a b [2Jc d\n"


def test_when_nobody_reads_on_a_command_ends_without_a_trace(place: Place) -> None:
    import subprocess

    from tests.blackbox.processes import COMMAND

    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "head-units", "--json"],
        env=place.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    assert (process.wait(), said) == (1, b"")


def test_a_terminal_that_knows_few_letters_is_no_fault(kept: Place) -> None:
    kept.environment |= {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = kept.run("status")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 ? nissan-radio-code ? ASKS FOR ITS CODE")
