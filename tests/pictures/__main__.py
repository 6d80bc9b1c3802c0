"""``python3 -m tests.pictures``: draw the README's pictures anew."""

import asyncio

from tui.clone import ensure

if __name__ == "__main__":
    ensure("requirements-test.lock")
    from tests.pictures.drawing import GUIDE, WALKTHROUGH, guide_svg, walkthrough_svg

    for file, drawn in ((WALKTHROUGH, walkthrough_svg), (GUIDE, guide_svg)):
        file.write_text(asyncio.run(drawn()), "utf-8")
        print(file)
