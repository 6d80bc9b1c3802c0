"""``steadyhand head-units --export``: one family as the text of its file, to be contributed.

What its owner saw for themselves stands below as comments: a claim, for whoever takes it in.
"""

import msgspec

from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.catalogue.family_table import as_table
from pi.catalogue.toml_text import write
from pi.radio.head_unit import HeadUnit
from pi.service.protocol.answers import OwnFamilies, Remarks
from pi.service.protocol.commands import GetFamilies, GetRemarks
from tui.client import Link, RefusedByServiceError
from tui.every import every_radio
from tui.exits import Exit, complain, say
from tui.families import catalogue
from tui.service_socket import NoServiceError
from tui.text.judging import remark
from tui.text.refusals import unknown_head_unit


def export(head_unit: str) -> Exit:
    """Print it. Without a service what lies in the state directory is all that is known."""
    own, said = None, []
    try:
        with Link() as link:
            own, said = _own(link, head_unit), _remarks(link, head_unit)
    except (NoServiceError, RefusedByServiceError):
        pass
    try:
        family = own or catalogue().load(head_unit)
    except UnknownHeadUnitError as error:
        complain(unknown_head_unit(head_unit, error.nearest))
        return Exit.BAD_INPUT
    say(*write(as_table(family)).rstrip("\n").split("\n"))
    if said:
        say("", *(f"# {line}" for line in said))
    return Exit.DONE


def _own(link: Link, head_unit: str) -> HeadUnit | None:
    after, more = "", True
    while more:
        answer = link.ask(GetFamilies(after=after))
        assert isinstance(answer, OwnFamilies)
        page = [msgspec.json.decode(raw, type=HeadUnit) for raw in answer.families]
        for one in page:
            if one.id == head_unit:
                return one
        more = answer.more and bool(page)
        after = page[-1].id if page else after
    return None


def _remarks(link: Link, head_unit: str) -> list[str]:
    """What was said of every radio of this family here, newest first."""
    said: list[str] = []
    for radio in list(every_radio(link)):
        if radio.head_unit == head_unit:
            answer = link.ask(GetRemarks(vehicle=radio.vehicle))
            assert isinstance(answer, Remarks)
            said += map(remark, answer.lines)
    return said
