"""`python3 -m tests.tools.pictures`: draw the pages' screens and circuits anew."""

import asyncio
from argparse import ArgumentParser

from tui.bootstrap import ensure

if __name__ == "__main__":
    ArgumentParser(prog="python3 -m tests.tools.pictures", description=__doc__).parse_args()
    ensure("requirements-test.lock")
    from tests.tools.pictures.drawing import PICTURES
    from tests.tools.pictures.wiring.circuits import DRAWINGS, place_of

    for name, circuit in DRAWINGS.items():
        place_of(name).write_text(circuit().svg(), "utf-8")
    for path, draw in PICTURES:
        path.write_text(asyncio.run(draw()), "utf-8")
