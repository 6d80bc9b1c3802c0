"""The service is killed in the middle of a practice: nothing of it is left anywhere."""

import os
from pathlib import Path

from pi.service.asks import ConfirmStep, Outcome, Practise, Report, StartWalkthrough
from pi.service.protocol import Done
from tests.blackbox import places
from tests.blackbox.caller import calling
from tests.blackbox.processes import Place

kept, made_store, place = places.kept, places.made_store, places.place

ENTRY = [
    Practise(head_unit="nissan-radio-code"),
    StartWalkthrough(),
    ConfirmStep(step=0),
    Report(outcome=Outcome.REJECTED),
]


def open_files(process: int) -> set[str]:
    """What a process has open, sockets and pipes left out."""
    links = (os.readlink(each) for each in Path(f"/proc/{process}/fd").iterdir())
    return {link for link in links if link.startswith("/")}


def test_a_practice_that_is_killed_leaves_the_card_as_it_was(kept: Place) -> None:
    with kept.service() as service, calling(kept) as caller:
        before = kept.files()
        assert [caller.ask(ask) for ask in ENTRY] == [Done()] * len(ENTRY)
        service.kill()
        service.wait()
    assert kept.files() == before


def test_a_practice_opens_no_file(kept: Place) -> None:
    with kept.service() as service, calling(kept) as caller:
        before = open_files(service.pid)
        for ask in ENTRY:
            caller.ask(ask)
        assert open_files(service.pid) == before
