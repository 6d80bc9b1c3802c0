"""The README's pictures are what the app draws today.

``python3 -m tests.tools.pictures`` draws them anew.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.tools.pictures.drawing import PICTURES, words_of


@pytest.mark.parametrize(("path", "draw"), PICTURES, ids=[path.stem for path, _ in PICTURES])
async def test_the_readme_shows_a_picture_as_it_is_drawn_now(
    path: Path, draw: Callable[[], Awaitable[str]]
) -> None:
    drawn = words_of(await draw())
    assert words_of(path.read_text("utf-8")) == drawn
