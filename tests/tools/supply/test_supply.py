"""The list of what is shipped says what the lock says, and an audit claims no more than it did."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name

from tests.test_sources import PROJECT as DECLARED
from tests.tools.supply.__main__ import CLEAN, KNOWN, NOT_ASKED, main, verdict
from tests.tools.supply.listing import LOCK, PROJECT, listed, locked

TEXT = LOCK.read_text()
LISTED = listed(TEXT, locked(TEXT))
BOM: dict[str, Any] = json.loads(LISTED)
SOUND = {"name": "click", "version": "8.5.1", "vulns": []}
WEAK = {"name": "cffi", "version": "2.1.1", "vulns": [{"id": "PYSEC-0", "fix_versions": []}]}
SKIPPED = {"name": "msgspec", "skip_reason": "no answer"}


def audit(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages})


NOTHING_ASKED = (audit(SKIPPED), audit(), "", "ERROR: no network", "[]", "{}")


def test_the_list_has_exactly_the_locked_packages_and_their_hashes_and_names_no_index() -> None:
    of_lock: dict[str, set[str]] = {}
    for line in TEXT.splitlines():
        if pin := re.match(r"([a-z0-9._-]+==[^\s;]+)", line):
            of_lock[pin[1]] = under = set()
        elif each := re.search(r"--hash=sha256:(\w+)", line):
            under.add(each[1])
    assert all(of_lock.values())
    assert of_lock == {
        f"{part['name']}=={part['version']}": {each["content"] for each in part["hashes"]}
        for part in BOM["components"]
    }
    assert set(re.findall(r"https?://([^/\"]+)", LISTED)) <= {"cyclonedx.org"}
    assert listed(TEXT, locked(TEXT)) == LISTED  # the same lock, the same list


def test_what_the_project_asks_for_is_what_it_needs_in_the_list() -> None:
    (whole,) = [each for each in BOM["dependencies"] if each["ref"] == PROJECT]
    names = {re.fullmatch(r"pkg:pypi/(.+)@.+", ref)[1] for ref in whole["dependsOn"]}  # type: ignore[index]
    shipped = [extra for name, extra in DECLARED["optional-dependencies"].items() if name != "test"]
    lines = [*DECLARED["dependencies"], *(line for extra in shipped for line in extra)]
    asked = {canonicalize_name(re.split(r"[>=;]", line)[0]) for line in lines}
    assert names == asked


@pytest.mark.parametrize(
    ("said", "status", "first"),
    [
        (audit(SOUND), CLEAN, "1 packages checked, 0 weaknesses known"),
        (audit(SOUND, WEAK), KNOWN, "known: cffi 2.1.1: PYSEC-0"),
        (audit(SOUND, WEAK, SKIPPED), KNOWN, "known: cffi 2.1.1: PYSEC-0"),
        (audit(SOUND, SKIPPED), NOT_ASKED, "1 packages checked, 0 weaknesses known"),
        *((one, NOT_ASKED, "not checked: no list") for one in NOTHING_ASKED),
    ],
)
def test_an_audit_is_clean_only_where_every_package_was_asked_for(
    said: str, status: int, first: str
) -> None:
    lines, found = verdict(said)
    assert (found, lines[0][: len(first)]) == (status, first)


def test_a_question_for_help_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["supply", "--help"])
    with pytest.raises(SystemExit):
        main()
    assert ("usage: " in capsys.readouterr().out, [*tmp_path.iterdir()]) == (True, [])
