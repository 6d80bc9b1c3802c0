"""The owner's security code: a type that prints as stars."""

from typing import Final

from msgspec import Struct

from pi.radio.head_unit import CodeShape
from pi.radio.provenance import Sources

STARS: Final = "★★★★"


class CodeProblem(Struct, frozen=True, kw_only=True):
    """Why a text is not a code of this shape. Never holds the text.

    ``rule`` is one of: empty, not_digits, wrong_length, digit_not_on_this_unit, too_large. The
    last three are the family's, ``sources`` say them, and ``could_be`` has the ids of families of
    the same cars (of ``make`` where it is one) that could have the code. ``position`` counts from
    1; ``lengths`` of a digit are those of which its rule is told, none for all.
    """

    rule: str
    lengths: tuple[int, ...] = ()
    position: int | None = None
    legal: str | None = None
    sources: Sources = ()
    make: str = ""
    could_be: tuple[str, ...] = ()


class InvalidCodeError(ValueError):
    """A text that is not a code of this head unit. Carries the problem, never the text."""

    def __init__(self, problem: CodeProblem) -> None:
        super().__init__(problem.rule)
        self.problem = problem


class SecurityCode:
    """The code as text, leading zeros kept. ``reveal()`` is the only way out."""

    __slots__ = ("_digits",)

    def __init__(self, text: str, shape: CodeShape) -> None:
        if (problem := find_problem(text, shape)) is not None:
            raise InvalidCodeError(problem)
        self._digits = text

    def reveal(self) -> str:
        """The digits."""
        return self._digits

    def __len__(self) -> int:
        return len(self._digits)

    def __repr__(self) -> str:
        return STARS

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return STARS

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a security code is not pickled")


def find_problem(text: str, shape: CodeShape) -> CodeProblem | None:
    """The first rule of the shape that the text breaks, or None."""
    if not text:
        return CodeProblem(rule="empty", lengths=shape.lengths)
    if not (text.isascii() and text.isdigit()):
        return CodeProblem(rule="not_digits", lengths=shape.lengths)
    if len(text) not in shape.lengths:
        return CodeProblem(rule="wrong_length", lengths=shape.lengths, sources=shape.sources)
    for position, digit in enumerate(text):
        legal = shape.digits_at(position)
        if digit not in legal:
            return CodeProblem(
                rule="digit_not_on_this_unit",
                lengths=shape.digits_told_of,
                position=position + 1,
                legal=legal,
                sources=shape.sources,
            )
    if shape.max_value is not None and int(text) > shape.max_value:
        return CodeProblem(rule="too_large", legal=str(shape.max_value), sources=shape.sources)
    return None
