"""``python3 -m tests.pictures``: draw the README's pictures of screens anew."""

import asyncio

from tui.clone import ensure

if __name__ == "__main__":
    ensure("requirements-test.lock")
    from tests.pictures.drawing import PRACTICE, WALKTHROUGH, practice_svg, walkthrough_svg

    for path, draw in ((WALKTHROUGH, walkthrough_svg), (PRACTICE, practice_svg)):
        path.write_text(asyncio.run(draw()), "utf-8")
        print(path)
