"""What is said where no backup can be made."""

from pi.service.refusal import Lost, Reason, Refusal
from tui.words.refusals import refused


def said(*lost: Lost, more: int = 0) -> str:
    return refused(Refusal(reason=Reason.NO_BACKUP, detail="damaged", lost=lost, more=more))


def test_each_thing_that_cannot_be_read_is_named_once_and_the_rest_is_counted() -> None:
    code = Lost(vehicle=2, field="code")
    told = said(code, code, Lost(vehicle=11), Lost(way="pin"), Lost(), more=3)
    named = "vehicle 2, its code; vehicle 11; the PIN; the list of what is kept; 3 more"
    assert told.startswith(f"No backup was made. These can't be read: {named}. ")
