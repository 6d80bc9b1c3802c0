"""A body that is too short leaves out what matters least."""

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.widgets.stage import Stage
from tui.screens.blocks import BigWords
from tui.screens.fitting import Fitted, Line, _fitted
from tui.themes import VARIABLE_DEFAULTS


class Row:
    """A place of so many rows, as the arithmetic sees it."""

    def __init__(self, rows: int, drop: int) -> None:
        self.rows, self.drop, self.smaller = rows, drop, None


ROWS = st.lists(st.builds(Row, st.integers(1, 4), st.integers(0, 9)), max_size=8)


def fitted(rows: list[Row], height: int) -> list[Row]:
    """What stays of them."""
    return _fitted(rows, height)  # type: ignore[arg-type, return-value]


@given(ROWS, st.integers(0, 20))
def test_what_may_never_go_stays(rows: list[Row], height: int) -> None:
    stay = fitted(rows, height)
    assert [row for row in rows if row.drop == 0] == [row for row in stay if row.drop == 0]


@given(ROWS, st.integers(0, 20))
def test_what_stays_fits_or_may_never_go(rows: list[Row], height: int) -> None:
    stay = fitted(rows, height)
    assert sum(row.rows for row in stay) <= height or all(row.drop == 0 for row in stay)


@given(ROWS, st.integers(0, 20))
def test_the_order_is_kept(rows: list[Row], height: int) -> None:
    stay = fitted(rows, height)
    assert stay == [row for row in rows if row in stay]


@given(ROWS, st.integers(0, 20))
def test_nothing_is_left_out_that_still_fits(rows: list[Row], height: int) -> None:
    stay = fitted(rows, height)
    spare = height - sum(row.rows for row in stay)
    assert not [row for row in rows if row not in stay and row.rows <= spare]


class Dressed(Stage):
    """The stage with our colours."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """As the app has them."""
        return VARIABLE_DEFAULTS


async def test_large_words_shrink_before_a_weighty_line_goes() -> None:
    words, line = BigWords("SAFE TO TRY"), Line("Look at the radio.", drop=1)
    async with Dressed(Fitted(words, line)).run_test(size=(48, 6)):
        assert (words.region.height, line.region.height) == (1, 1)


async def test_a_light_line_goes_before_large_words_shrink() -> None:
    words, line = BigWords("SAFE TO TRY"), Line("A charger spares the battery.", drop=8)
    async with Dressed(Fitted(words, line)).run_test(size=(48, 7)):
        assert (words.region.height, line.region.height) == (7, 0)


async def test_a_line_that_says_nothing_takes_no_room() -> None:
    line = Line("Something")
    async with Dressed(Fitted(line)).run_test(size=(48, 6)) as pilot:
        line.say("")
        await pilot.pause()
        assert not line.region.area
