"""``python3 -m tests.tools.pictures.wiring``: draw the circuits of WIRING.md anew."""

from tui.clone import ensure

if __name__ == "__main__":
    ensure("requirements-test.lock")
    from tests.tools.pictures.wiring.circuits import DRAWINGS, place_of

    for name, draw in DRAWINGS.items():
        place_of(name).write_text(draw().svg(), "utf-8")
        print(place_of(name))
