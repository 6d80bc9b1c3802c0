"""The README's pictures of screens are what the app draws today."""

from tests.pictures.drawing import (
    PRACTICE,
    WALKTHROUGH,
    practice_svg,
    walkthrough_svg,
    words_of,
)


async def test_the_readme_shows_the_walkthrough_as_it_is_drawn_now() -> None:
    """Drawn anew by ``python3 -m tests.pictures`` where this fails."""
    drawn = words_of(await walkthrough_svg())
    assert words_of(WALKTHROUGH.read_text("utf-8")) == drawn


async def test_the_readme_shows_practice_as_it_is_drawn_now() -> None:
    """Drawn anew by ``python3 -m tests.pictures`` where this fails."""
    drawn = words_of(await practice_svg())
    assert words_of(PRACTICE.read_text("utf-8")) == drawn
