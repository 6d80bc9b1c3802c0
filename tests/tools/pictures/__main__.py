"""``python3 -m tests.tools.pictures``: draw the README's pictures of screens anew."""

import asyncio

from tui.clone import ensure

if __name__ == "__main__":
    ensure("requirements-test.lock")
    from tests.tools.pictures.drawing import PICTURES

    for path, draw in PICTURES:
        path.write_text(asyncio.run(draw()), "utf-8")
        print(path)
