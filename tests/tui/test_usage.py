"""Wrong uses and faults of ours: one line that repeats nothing. What the login lets through."""

import subprocess
import sys
from unittest.mock import patch

import pytest

from pi.drawable import is_drawable
from tests.blackbox.processes import COMMAND, ROOT
from tests.pi.service.rig import PASSPHRASE
from tests.tui.desk import Desk
from tui.cli.main import HELP
from tui.exits import complain
from tui.login import COMMANDS, cleaned, refused

LOGIN = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tui.login import main;"
    " main(); print(*sys.modules, file=sys.stderr)"
)
WRONG_USES = [
    *("3712", "--code=3712", "setup --from", "show --vehicle", "import keepass"),
    *("status --code 3712", "plan --head-unit opel-safe 3712", "plan --3712", "copy taken 3712"),
    *("plan --json=3712 --head-unit opel-safe", "report asking 3712", "guide --make 3712"),
    *(f"{name} 3712" for name in HELP if name not in {"backup", "restore"}),
]


def test_a_wrong_use_is_one_line_that_repeats_nothing_and_names_the_nearest(desk: Desk) -> None:
    said = [desk.fails(2, *use.split(), typed="3712\n") for use in WRONG_USES]
    assert [line for line in said if "3712" in line] == []
    for use, wanted in (
        ("plan", "--head-unit is missing. See: steadyhand plan --help"),
        ("status now", "This is no use of the command. See: steadyhand status --help"),
        ("copy", "COMMAND must be one of: card, keepass, qr, taken"),
        ("nonsense", "There is no such command. See: steadyhand --help"),
        ("stauts", "There is no such command. Nearest: status. See: steadyhand --help"),
        ("copy crad", "There is no such command. Nearest: card. See: steadyhand copy --help"),
        ("plan --nonsense", "There is no such option. See: steadyhand plan --help"),
        (
            "report asking --vehcle=2",
            "There is no such option. Nearest: --vehicle. See: steadyhand report --help",
        ),
        (  # --idle is for tests
            "practice --idl",
            "There is no such option. Nearest: --tried. See: steadyhand practice --help",
        ),
    ):
        assert desk.fails(2, *use.split()) == wanted


EVIL = "a\x1b[2Jb\x9bc\u202ed\x07"
REPEATING = [
    ("report", EVIL),
    ("status", f"--{EVIL}"),
    (EVIL,),
    ("head-units", "--check", EVIL),
    ("head-units", "--export", EVIL),
    ("head-units", "--make", EVIL),
    ("guide", "--make", EVIL),
    ("plan", "--head-unit", EVIL),
    ("practice", "--head-unit", EVIL),
    ("setup", "--from", EVIL),
    ("restore", EVIL, "--passphrase-stdin"),
    ("backup", f"{EVIL}/file", "--passphrase-stdin"),
    ("copy", "card", EVIL, "--passphrase-stdin"),
    ("copy", "keepass", f"{EVIL}/file", "--passphrase-stdin"),
    ("import", "keepass", EVIL, "--passphrase-stdin"),
    ("device-key", "--to", "stick", "--place", EVIL, "--passphrase-stdin"),
]


def test_what_is_typed_or_stands_in_the_environment_is_repeated_plainly(kept: Desk) -> None:
    said = []
    for command in REPEATING:
        done = kept.run(*command, typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
        assert done.returncode in {2, 3, 4, 5}
        said.append(done.stdout + done.stderr)
    kept.end()
    for name in ("STEADYHAND_STATE_DIR", "STEADYHAND_SOCKET", "TERM", "LANG"):
        for words in (["status"], ["doctor"], []):
            with patch.dict(kept.environment, {name: f"/dev/null/{EVIL}"}):
                done = kept.run(*words)
            said.append(done.stdout + done.stderr)
    assert [one for one in said if not one or not is_drawable(one.replace("\n", ""))] == []


def test_without_a_terminal_that_draws_the_screens_say_what_to_use_instead(desk: Desk) -> None:
    for arguments in ([], ["--kiosk"], ["practice"]):
        said = desk.fails(3, *arguments)
        assert said == "Screens need a terminal. Use: steadyhand status"
    desk.environment["TERM"] = "dumb"
    said = desk.fails(3)
    assert ("TERM=dumb" in said, "steadyhand status" in said) == (True, True)
    assert (desk.is_served, desk.state.exists()) == (False, False)
    for command in ([], ["status"], ["copy", "card"]):
        said = desk.says(*command, "--help")
        assert said.startswith(f"Usage: {' '.join(['steadyhand', *command])} [OPTIONS]")
        assert desk.says(*command, "-h") == said
    assert desk.says("--version") == "steadyhand, version 0.1.0\n"


def test_a_family_that_is_not_known_cannot_be_practised_here_or_over_ssh(desk: Desk) -> None:
    practice = ("practice", "--head-unit", "nisan-radio-code")
    said = desk.fails(2, *practice)
    assert said.startswith('No head unit is called "nisan-radio-code". Nearest: nissan-radio-code')
    over_ssh = desk.log_in(f"steadyhand {' '.join(practice)}")
    assert (over_ssh.returncode, over_ssh.stderr) == (2, f"steadyhand: {said}\n")


def test_a_fault_of_ours_is_one_line_that_holds_its_place_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("the code is 3712")

    monkeypatch.setattr("tui.status._ask", fail)
    said = desk.fails(1, "status")
    assert ("3712" in said, "RuntimeError, test_usage.py, line " in said) == (False, True)


def test_an_error_is_one_line_whatever_it_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    complain("a\nb\x1b[2Jc\u2028d")
    assert capsys.readouterr().err == "steadyhand: a b [2Jc d\n"


def test_when_nobody_reads_on_a_command_ends_without_a_trace(desk: Desk) -> None:
    command = [sys.executable, "-c", COMMAND, "head-units", "--json"]
    with subprocess.Popen(
        command, env=desk.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read()
    assert (process.returncode, said) == (1, b"")


def test_a_terminal_that_knows_few_letters_is_no_fault(kept: Desk) -> None:
    done = kept.run("status", encoding="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 ? nissan-radio-code ? ASKS FOR ITS CODE")


def test_the_client_chooses_no_service_store_or_python_but_its_language_and_terminal() -> None:
    sent = (
        "PAGER",
        "STEADYHAND_SOCKET",
        "STEADYHAND_STATE_DIR",
        "STEADYHAND_SETTINGS",
        "PYTHONPATH",
    )
    kept = cleaned(dict.fromkeys([*sent, "LD_PRELOAD", "TEXTUAL_DRIVER"], "mine"), "/run/s")
    assert kept.pop("PAGER") == ""  # one runs whatever its reader asks for
    assert kept == {"PATH": "/usr/local/bin:/usr/bin:/bin", "STEADYHAND_SOCKET": "/run/s"}
    wanted = {"LANG": "de_DE.UTF-8", "LC_ALL": "C", "TERM": "xterm-256color", "HOME": "/h"}
    assert wanted.items() <= cleaned(wanted, "/run/s").items()
    for value in ("../../tmp/mine", "a b", "x" * 65, "", "\x1b[2J", "en\n"):
        assert "LANG" not in cleaned({"LANG": value}, "/run/s")


def test_terminals_of_all_colours_are_known_by_name() -> None:
    of_all = ("foot", "foot-extra", "alacritty", "xterm-kitty", "xterm-ghostty", "xterm-direct")
    of_few = ("xterm", "xterm-256color", "linux", "vt100", "barefoot", "dumb")
    for terms, colours in ((of_all, "truecolor"), (of_few, None)):
        assert {cleaned({"TERM": term}, "/run/s").get("COLORTERM") for term in terms} == {colours}
    assert cleaned({"TERM": "foot", "COLORTERM": "24bit"}, "/run/s")["COLORTERM"] == "24bit"


def test_the_commands_for_scripts_are_let_through() -> None:
    lines = [[*line.split()] for line in COMMANDS if line != "setup"]
    lines += [["setup", "--from", "-"], ["setup", "-h"], ["practice", "--head-unit", "opel-safe"]]
    assert {refused(["steadyhand", *line]) for line in lines} == {""}


def test_anything_else_is_refused_in_one_line_that_repeats_nothing(desk: Desk) -> None:
    alone = "This login runs steadyhand alone, with one of: " + ", ".join(COMMANDS)
    for command in (
        *("sh", "rm -rf /", "sh -c 3712", ";", "$(id)", "scp -t .", "internal-sftp"),
        *("/usr/lib/openssh/sftp-server", "/usr/bin/steadyhand status", "status steadyhand"),
        *("steadyhand --kiosk", "steadyhand kiosk enable", "steadyhand copy keepass"),
        *("steadyhand backup /tmp/x", "steadyhand restore /tmp/x", "steadyhand ''"),
        *('steadyhand "status', "steadyhand pin", ""),
    ):
        done = desk.log_in(command)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"steadyhand: {alone}\n")
    for options in ([], ["--from", "/etc/shadow"], ["--from=x"], ["--from", "-", "--from", "x"]):
        said = refused(["steadyhand", "setup", *options])
        assert "comes on standard input" in said  # and reads no file of the machine


def test_over_ssh_a_command_does_what_it_does_here_and_no_shell_reads_it(kept: Desk) -> None:
    here = kept.says("status", "--json")
    done = kept.log_in("steadyhand status --json")
    assert (done.returncode, done.stdout, done.stderr) == (0, here, "")
    done = kept.log_in("steadyhand status --json > broken; touch broken")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert not (kept.directory / "broken").exists()
    done = kept.log_in("steadyhand head-units --make Nissan --shows 'no such thing'")
    assert (done.returncode, "No known radio fits that" in done.stderr) == (2, True)


def test_a_script_loads_neither_screens_nor_the_command_lines_library(kept: Desk) -> None:
    kept.serve()
    done = subprocess.run(
        [sys.executable, "-I", "-c", LOGIN, "--socket", str(kept.socket)],
        env=kept.environment | {"SSH_ORIGINAL_COMMAND": "steadyhand status --json"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == kept.says("status", "--json")
    assert {"textual", "click", "msgspec", "asyncio"}.isdisjoint(done.stderr.split())


def test_the_list_of_commands_loads_none_of_them() -> None:
    ask = "import sys; from tui.cli.main import steadyhand; steadyhand.main(['--help'])"
    said = subprocess.check_output([sys.executable, "-c", f"{ask}; print(*sys.modules)"], text=True)
    assert {"tui.cli.base", "msgspec", "asyncio", "segno"}.isdisjoint(said.split())
