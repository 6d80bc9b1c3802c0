"""A code is shown, its key presses are planned, and what is kept is changed."""

import re
import sqlite3
from contextlib import closing

from msgspec.structs import replace

from pi.catalogue import catalogue
from pi.drawable import clipped
from pi.service.protocol.commands import NewVehicle
from tests.blackbox.places import set_up
from tests.pi.service.driving import FORD
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI
from tests.tui.desk import Desk

SHOW = ("show", "--passphrase-stdin")
QASHQAI_SHOWN = f"""\
vehicle: {QASHQAI.name} (1)
radio: nissan-radio-code
code: {QASHQAI.code}
serial number: {QASHQAI.serial}
plate: {QASHQAI.plate}
source: {QASHQAI.source}
"""


def test_what_is_kept_of_a_vehicle_is_shown_and_nothing_in_place_of_the_rest(kept: Desk) -> None:
    for typed in (PASSPHRASE, f"{PASSPHRASE}\r\nmore\n", f"{PIN}\n"):
        assert kept.says(*SHOW, "--vehicle", "1", typed=typed) == QASHQAI_SHOWN
    wanted = f"vehicle: {CORSA.name} (2)\nradio: opel-safe\ncode: {CORSA.code}\n"
    assert kept.says(*SHOW, "--vehicle", "2") == wanted


def test_a_person_is_asked_for_the_secret_and_a_script_told_how_to_give_it(kept: Desk) -> None:
    done = kept.person("show", "--vehicle", "1", answers=[PASSPHRASE])
    assert (done.returncode, done.stdout) == (0, QASHQAI_SHOWN)
    assert ("PIN or passphrase" in done.stderr, PASSPHRASE in done.stderr) == (True, False)
    assert kept.person("show", answers=[]).returncode == 3  # who leaves the prompt
    said = "Nobody can be asked for the PIN here. Use --passphrase-stdin."
    assert kept.fails(2, "show") == said


def test_a_vehicle_is_named_by_its_whole_name_or_number_or_was_the_last_in_use(kept: Desk) -> None:
    for name in (FORD.name, FORD.name.upper(), f" {FORD.name} ", "3"):
        assert f"code: {FORD.code}\n" in kept.says(*SHOW, "--vehicle", name)
    kept.says("report", "asking", "--vehicle", "2")
    assert f"code: {CORSA.code}\n" in kept.says(*SHOW)


def test_a_name_that_no_vehicle_has_or_two_have_is_bad_input(desk: Desk) -> None:
    set_up(desk, *[replace(CORSA, name="Van")] * 2)
    for name in ("Va", "4", "0", "", "x" * 5000):
        said = desk.fails(2, *SHOW, "--vehicle", name)
        assert said == f'No vehicle is called "{clipped(name)}". See: steadyhand status'
    said = desk.fails(2, *SHOW, "--vehicle", "van")
    assert said == 'Several vehicles are called "van". Give the number instead.'


def test_what_is_not_quite_the_secret_opens_nothing(kept: Desk) -> None:
    for typed in ("not those words", "", "\n", f" {PASSPHRASE}", f"{PASSPHRASE} "):
        assert kept.fails(2, *SHOW, typed=typed) == "That does not open it. Try again."


def test_a_passphrase_is_kept_with_its_blanks(desk: Desk) -> None:
    set_up(desk, CORSA, passphrase=" blanks count ")
    assert "code: 4096\n" in desk.says(*SHOW, typed=" blanks count \n")


def test_a_wrong_pin_says_how_many_tries_are_left_and_five_close_the_way(kept: Desk) -> None:
    assert kept.fails(2, *SHOW, typed="12") == "A PIN has 4 to 12 digits. No try was used."
    for left in (9, 8, 7, 6, 5):
        assert kept.fails(2, *SHOW, typed="000000").startswith(f"Wrong PIN, {left} tries left.")
    assert kept.fails(3, *SHOW, typed=PIN).startswith("Too many wrong PINs. Try again in ")


def test_what_is_no_short_text_is_bad_input(kept: Desk) -> None:
    for typed, command in ((b"\xff\xfe\n", SHOW), (b"x" * 100_000, SHOW), (b"\xff\xfe\n", PLAN)):
        said = kept.fails(2, *command, typed=typed)
        assert said == "Standard input must be one short line of UTF-8 text."


def test_a_record_that_was_changed_is_not_shown(kept: Desk) -> None:
    with closing(sqlite3.connect(kept.database)) as store, store:
        store.execute("UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'code'")
    said = kept.fails(3, *SHOW, "--vehicle", "1")
    assert said == "This record was changed or damaged. Use your copy of the code."


def test_where_there_is_no_code_that_is_said(desk: Desk) -> None:
    nothing = "Nothing is set up yet. Start steadyhand and answer its questions."
    assert desk.fails(3, *SHOW) == nothing
    desk.end()
    set_up(desk, NewVehicle(name="Patrol", head_unit="nissan-secure"))
    assert "code: none (this radio takes no code from its owner)\n" in desk.says(*SHOW)
    said = desk.fails(3, "plan", "--head-unit", "nissan-secure", typed="3712")
    assert said.startswith("This radio takes no code from you. It is tied to the car's immobiliser")


STEPS = {
    "prepare": "",
    "press": "key times display",
    "hold": "keys seconds until",
    "turn": "control clicks display",
    "touch": "key display",
    "check": "display",
}
WHERE_SAID = {"key_options", "while_switching_on", "release_at_once", "confirms"}
WHERE_SAID |= {"confirm_unknown", "where", "if_shown", "ignition", "until", "seconds"}
PLAN = ("plan", "--head-unit", "nissan-radio-code")


def test_every_family_has_a_plan_in_the_documented_shape(desk: Desk) -> None:
    for family in catalogue.all_head_units():
        if family.code is None or not family.takes_a_code:
            continue
        code = "".join(family.code.digits_at(at)[0] for at in range(family.code.lengths[0]))
        plan = desk.json("plan", "--head-unit", family.id, "--json", typed=code)
        assert plan["head_unit"] == family.id
        for step in plan["steps"]:
            always = {"kind", "say", *STEPS[step["kind"]].split()}
            assert always <= set(step) <= always | WHERE_SAID
            assert step["say"]
        *steps, last = plan["steps"]
        assert [step for step in steps if "confirms" in step] == []
        assert last["confirms"]
        assert "check" in {step["kind"] for step in steps}
    assert (desk.is_served, desk.state.exists()) == (False, False)


def test_the_steps_of_a_code_are_these(desk: Desk) -> None:
    plan = desk.json(*PLAN, "--json", typed="3012")
    wanted = [
        {"kind": "prepare", "ignition": "acc_or_on"},
        {"kind": "press", "key": "1", "times": 3, "display": "3000"},
        {"kind": "press", "key": "2", "times": 0, "display": "3000"},
        {"kind": "press", "key": "3", "times": 1, "display": "3010"},
        {"kind": "press", "key": "4", "times": 2, "display": "3012"},
        {"kind": "check", "display": "3012"},
        {"kind": "hold", "keys": ["6"], "seconds": None, "until": None, "confirms": True},
    ]
    assert [{k: v for k, v in step.items() if k != "say"} for step in plan["steps"]] == wanted


def test_people_get_numbered_lines_for_a_code_as_it_is_typed(desk: Desk) -> None:
    for typed in ("3712\n", " 3712 ", "3712\r\n", "3712\nmore\n"):
        said = desk.says(*PLAN, typed=typed)
        assert [line.split(".")[0] for line in said.splitlines()] == list("1234567")
        assert "Press key 2: 7 times. The display then shows 3700." in said


def test_a_plan_in_words_keeps_the_conditions_of_its_radio(desk: Desk) -> None:
    for family, code, said in (
        ("saab-band", "3712", "Does it show ----? Hold BAND until it shows CODE IN. It asks"),
        ("saab-band", "3712", "It asks already? Leave BAND alone."),
        ("opel-safe", "3712", "until it shows a figure and ----, such as 7 ---- (the figure is"),
        (
            "smart-grundig",
            "3712",
            "by itself, 4 seconds after SAFE or CODE: press no key.",
        ),
        (
            "vw-rcd-0000",
            "3712",
            "shows 0000. It comes by itself, 4 seconds after SAFE",
        ),
        ("honda-5-digit", "37125", "If it shows digits: 371."),
        ("honda-5-digit", "37125", "Another digit comes? Stop: a worn key, or a low battery."),
        ("honda-6-digit", "321654", "by itself: what sends it is not documented. Nothing happens?"),
    ):
        assert said in desk.says("plan", "--head-unit", family, typed=code)


def test_what_is_no_code_and_no_radio_is_bad_input(desk: Desk) -> None:
    for family, typed, said in (
        ("nissan-radio-code", "", "The code is missing. This radio's code has 4 digits."),
        (
            "nissan-radio-code",
            "37126",
            "This radio's code has 4 digits. Count yours again. Who says so: the maker's own text. "
            "If your code is right, your Nissan may have: nissan-connect.",
        ),
        (
            "bmw-5-digit",
            "1704",
            "Digit 2 does not fit: of 5 digits only 123456 are told. Who says so: a workshop or "
            "the trade and an owner. If your code is right, your BMW may have: bmw-bavaria-c.",
        ),
        ("bmw-5-digit", "17042", "Digit 2 does not fit: of 5 digits only 123456 are told. Who"),
        ("clarion-code-in", "12345", "This radio's code has 4 digits. Count yours again. Who says"),
        ("nissan-radio-code", "３７１２", "A code has digits only, 4 of them."),
        ("lexus-sec", "0x1", "A code has digits only, 3 of them."),
        ("nissan-radiocode", "3712", 'No head unit is called "nissan-radiocode". Nearest: nissan'),
        ("", "3712", 'No head unit is called ""'),
        ("../../etc/passwd", "3712", 'No head unit is called "../../etc/passwd"'),
        ("x\x1b[2J", "3712", "No head unit is called"),
    ):
        line = desk.fails(2, "plan", "--head-unit", family, typed=typed)
        assert (line.startswith(said), line.isprintable()) == (True, True)


NEW_PIN = "640913"
NEW_PASSPHRASE = "seven slow autumn rivers"
KEY = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")


def opens(desk: Desk, secret: str) -> bool:
    return QASHQAI.code in desk.shows("1", secret)


def test_a_vehicle_is_called_otherwise_and_without_a_name_keeps_the_one_it_has(kept: Desk) -> None:
    rename = ("rename", "--passphrase-stdin", "--vehicle")
    said = kept.says(*rename, "2", typed=f"{PASSPHRASE}\nBlue Corsa\n")
    assert said.startswith("Vehicle 2 is")
    assert kept.fails(2, *rename, "blue corsa", typed=f"{PASSPHRASE}\n \n") == (
        "name can't be taken: empty."
    )
    assert "vehicle: Blue Corsa (2)" in kept.shows("2")


def test_a_serial_number_is_set_and_emptied_again(kept: Desk) -> None:
    serial = ("serial", "--passphrase-stdin", "--vehicle", "1")
    of = f"{QASHQAI.name} (vehicle 1)"
    said = kept.says(*serial, typed=f"{PASSPHRASE}\nBP000000000001\n")
    assert said == f"{of}: The serial number is kept.\n"
    assert "BP000000000001" in kept.shows("1")
    said = kept.says(*serial, typed=f"{PASSPHRASE}\n\n")
    assert said == f"{of}: No serial number is kept of it now.\n"
    assert "serial number" not in kept.shows("1")
    assert QASHQAI.code in kept.shows("1")


REMOVE = ("remove", "--passphrase-stdin")


def test_a_script_removes_a_vehicle_that_it_names_means_and_opens(kept: Desk) -> None:
    assert "--yes" in kept.fails(2, *REMOVE, "--vehicle", CORSA.name)
    assert kept.fails(2, *REMOVE, "--yes").startswith("--vehicle is missing")
    wrong = kept.fails(2, *REMOVE, "--vehicle", "2", "--yes", typed="not those words")
    assert wrong.startswith("That does not open it.")
    assert CORSA.code in kept.shows("2")
    said = kept.says(*REMOVE, "--vehicle", CORSA.name, "--yes")
    assert said.startswith(f"{CORSA.name} (vehicle 2) is removed")
    assert "Backups" in said
    assert (FORD.code in kept.shows("3"), kept.shows("2")) == (True, "")


def test_a_person_types_the_name_of_what_goes_or_it_stays(kept: Desk) -> None:
    for typed, status in (("", 3), ("y", 3), (QASHQAI.name, 3), (f" {CORSA.name.upper()}", 0)):
        done = kept.person("remove", "--vehicle", "2", answers=[PASSPHRASE, typed])
        assert (done.returncode, "Backups and copies" in done.stderr) == (status, True)
        assert (kept.shows("2") == "") is (status == 0)


def test_whatever_opens_it_sets_a_new_pin_or_passphrase(kept: Desk) -> None:
    for secret, new, old in ((PIN, NEW_PIN, PIN), (PASSPHRASE, PIN, NEW_PIN)):
        said = kept.says("pin", "--passphrase-stdin", typed=f"{secret}\n{new}\n")
        assert said.startswith("The new PIN opens it from now on.")
        assert [opens(kept, one) for one in (new, PASSPHRASE, old)] == [True, True, False]
    said = kept.says("passphrase", "--passphrase-stdin", typed=f"{PIN}\n{NEW_PASSPHRASE}\n")
    assert "Backups made before" in said
    assert [opens(kept, one) for one in (NEW_PASSPHRASE, PASSPHRASE)] == [True, False]


def test_one_that_will_not_do_is_one_line_and_the_old_one_stays(kept: Desk) -> None:
    for what, typed, said in (
        ("pin", "12", "A PIN has at least 4 digits."),
        ("pin", "", "The PIN is empty: give 4 to 12 digits, or none at all."),
        ("pin", QASHQAI.code, "That is a radio's code. Choose another PIN."),
        ("passphrase", "short", "A passphrase has at least 8 characters."),
        ("passphrase", PIN + PIN, "Digits alone are like a PIN: use four or more words."),
    ):
        typed = f"{PASSPHRASE}\n{typed}\n"
        assert kept.fails(2, what, "--passphrase-stdin", typed=typed) == said
    wrong = kept.fails(2, "pin", "--passphrase-stdin", typed=f"not those words\n{NEW_PIN}\n")
    assert wrong.startswith("That does not open it.")
    assert [opens(kept, one) for one in (PIN, PASSPHRASE, NEW_PIN)] == [True, True, False]


def test_two_that_differ_can_be_begun_anew_by_a_person(kept: Desk) -> None:
    begun_anew = [PASSPHRASE, "1111", NEW_PIN, "n", NEW_PIN, "1111", "", NEW_PIN]
    done = kept.person("pin", answers=begun_anew)
    assert done.returncode == 0
    assert [done.stderr.count(asked) for asked in ("New PIN", "The same once more")] == [2, 3]
    assert (opens(kept, NEW_PIN), NEW_PIN in done.stderr) == (True, False)


def test_a_new_recovery_key_opens_once_its_last_group_was_typed(kept: Desk) -> None:
    opened_before: list[bool] = []

    def last_group(printed: str) -> str:
        (key,) = KEY.findall(printed)
        opened_before.append(opens(kept, key))
        return str(key[-4:].lower())

    done = kept.person("recovery-key", answers=[PASSPHRASE, "0000", last_group])
    assert (done.returncode, "strike out the old one" in done.stdout) == (0, True)
    assert "not its last group" in done.stderr
    assert (opened_before, opens(kept, *KEY.findall(done.stdout))) == ([False], True)


def test_a_wrong_last_group_or_none_leaves_the_old_key(kept: Desk) -> None:
    for answers, status in ((["0000"] * 3, 2), (["0000"] * 2, 3), ([], 3)):
        done = kept.person("recovery-key", answers=[PASSPHRASE, *answers])
        assert done.returncode == status
        assert not opens(kept, *KEY.findall(done.stdout))
