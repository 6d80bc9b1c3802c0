"""``python3 -m tests.tools.pictures``: draw the README's pictures of screens anew."""

import asyncio

from tui.clone import ensure

if __name__ == "__main__":
    ensure("requirements-test.lock")
    from tests.tools.pictures.drawing import (
        GUIDE,
        PRACTICE,
        WALKTHROUGH,
        guide_svg,
        practice_svg,
        walkthrough_svg,
    )

    pictures = ((WALKTHROUGH, walkthrough_svg), (GUIDE, guide_svg), (PRACTICE, practice_svg))
    for path, draw in pictures:
        path.write_text(asyncio.run(draw()), "utf-8")
        print(path)
