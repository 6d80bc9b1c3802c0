"""``steadyhand head-units --export``: one family as the text of its file, to be contributed.

What its owner saw for themselves stands below as comments: a claim, for whoever takes it in.
"""

import msgspec

from pi.radio.catalogue import UnknownHeadUnitError
from pi.radio.family_table import as_table
from pi.radio.head_unit import HeadUnit
from pi.radio.toml_text import write
from pi.service.asks import GetFamilies, GetRemarks
from pi.service.protocol import OwnFamilies, Remarks
from tui.every import every_radio
from tui.exits import Exit, complain, plain
from tui.families import catalogue
from tui.link import Link, RefusedByServiceError
from tui.starting import NoServiceError
from tui.words.judging import remark
from tui.words.refusals import unknown_head_unit


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
    print(write(as_table(family)), end="")
    if said:
        print("\n" + "\n".join(f"# {plain(line)}" for line in said))
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
