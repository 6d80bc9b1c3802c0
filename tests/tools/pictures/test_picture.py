"""The README's pictures are what the app draws today.

``python3 -m tests.tools.pictures`` draws them anew.
"""

from tests.tools.pictures.drawing import (
    GUIDE,
    PRACTICE,
    WALKTHROUGH,
    guide_svg,
    practice_svg,
    walkthrough_svg,
    words_of,
)


async def test_the_readme_shows_the_walkthrough_as_it_is_drawn_now() -> None:
    drawn = words_of(await walkthrough_svg())
    assert words_of(WALKTHROUGH.read_text("utf-8")) == drawn


async def test_the_readme_shows_the_guide_as_it_is_drawn_now() -> None:
    drawn = words_of(await guide_svg())
    assert words_of(GUIDE.read_text("utf-8")) == drawn


async def test_the_readme_shows_practice_as_it_is_drawn_now() -> None:
    drawn = words_of(await practice_svg())
    assert words_of(PRACTICE.read_text("utf-8")) == drawn
