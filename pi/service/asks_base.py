"""What all asks of a surface share: their shape, and how much any value of theirs may be.

A value beyond these is no line of the protocol. What makes sense is less: that the room says
which answers the ask, with a refusal that names the field.
"""

from typing import Annotated, Final

from msgspec import Meta, Struct

LONGEST_TEXT: Final = 4096  # characters
LONGEST_FAMILY: Final = 32 * 1024  # characters of a family's file; the largest has a quarter
LONGEST_PART: Final = 48 * 1024  # bytes of a file: as many as a line holds in base64
MOST_OF_A_LIST: Final = 10_000
LARGEST: Final = 2**63 - 1

Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
FamilyText = Annotated[str, Meta(max_length=LONGEST_FAMILY)]
Bytes = Annotated[bytes, Meta(max_length=LONGEST_PART)]
Number = Annotated[int, Meta(ge=-LARGEST, le=LARGEST)]
Seconds = Annotated[float, Meta(ge=-1e12, le=1e12)]
Numbers = Annotated[tuple[Number, ...], Meta(max_length=MOST_OF_A_LIST)]


class BaseAsk(Struct, frozen=True, kw_only=True, tag=True, forbid_unknown_fields=True):
    """The shape all asks share."""


class SecretAsk(BaseAsk, frozen=True, kw_only=True):
    """An ask that carries a secret: it prints as its name alone."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(★)"
