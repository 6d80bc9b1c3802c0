"""``python3 -m tests.pictures``: draw the README's picture anew."""

import asyncio

from tui.clone import ensure

if __name__ == "__main__":
    ensure("requirements-test.lock")
    from tests.pictures.drawing import WALKTHROUGH, walkthrough_svg

    WALKTHROUGH.write_text(asyncio.run(walkthrough_svg()), "utf-8")
    print(WALKTHROUGH)
