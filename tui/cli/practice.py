"""``steadyhand practice``: the screens on a terminal, for practice and nothing else."""

from pi.catalogue.catalogue import UnknownHeadUnitError
from tui.exits import Exit, complain


def practise(head_unit: str, idle_s: float | None = None) -> int:
    """Practise on a family until it is left; empty: that of the vehicle last used.

    Returns the exit status.
    """
    if head_unit and (problem := _problem(head_unit)) is not None:
        status, line = problem
        complain(line)
        return status
    from tui.app.run import open_screens

    return open_screens(idle_s=idle_s, practise=head_unit)


def _problem(head_unit: str) -> tuple[Exit, str] | None:
    """Why nobody can practise on it, None where one can."""
    from tui.families import catalogue
    from tui.practice.radio import simulated

    try:
        family = catalogue().load(head_unit)
    except UnknownHeadUnitError as error:
        from tui.text.refusals import unknown_head_unit

        return Exit.BAD_INPUT, unknown_head_unit(error.head_unit, error.nearest)
    if family.takes_a_code and not simulated(family.id):
        from tui.text.practice import cannot

        return Exit.NOT_NOW, cannot(family.name)
    return None
