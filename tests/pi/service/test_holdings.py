"""What is begun and not finished has room for all: who holds most gives way."""

from hypothesis import given
from hypothesis import strategies as st

from pi.service.holdings import Holdings
from pi.service.surface import Surface

ROOM = 100


def let_go(surface: Surface) -> None:
    surface.unfinished = 0


def filled(held: list[tuple[int, int]]) -> tuple[Holdings, list[Surface]]:
    """Surfaces of these users that took so much, one after the other."""
    holdings = Holdings(ROOM, lambda one: one.unfinished, let_go)
    surfaces = []
    for user, size in held:
        surface = Surface(user)
        surface.unfinished = size
        holdings.took(surface)
        surfaces.append(surface)
    return holdings, surfaces


_held = st.lists(st.tuples(st.integers(1, 3), st.integers(1, ROOM)), min_size=1, max_size=40)


@given(_held)
def test_all_together_hold_no_more_than_there_is_room_for(held: list[tuple[int, int]]) -> None:
    _, surfaces = filled(held)
    assert sum(one.unfinished for one in surfaces) <= ROOM


@given(_held, st.integers(1, 3))
def test_who_comes_with_a_little_finds_room_whatever_others_hold(
    held: list[tuple[int, int]], user: int
) -> None:
    large = [(one, max(2, size)) for one, size in held]
    _, surfaces = filled([*large, (user, 1)])
    assert surfaces[-1].unfinished == 1


def test_the_user_who_holds_most_gives_way_though_another_holds_the_largest() -> None:
    _, (small, other, large, _) = filled([(1, 30), (1, 30), (2, 40), (3, 10)])
    assert (small.unfinished, other.unfinished, large.unfinished) == (0, 30, 40)


def test_one_alone_may_be_larger_than_the_room() -> None:
    _, (surface,) = filled([(1, 10 * ROOM)])
    assert surface.unfinished == 10 * ROOM


def test_who_is_gone_holds_nothing() -> None:
    holdings, surfaces = filled([(1, ROOM)])
    surfaces.clear()
    assert holdings.give_way(Surface()) is False
