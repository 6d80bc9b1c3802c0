"""The example of a family's file in the README is one that can be used."""

import re
from pathlib import Path

from tests.blackbox import places
from tests.blackbox.processes import ROOT, Place

place = places.place

README = Path(ROOT, "README.md").read_text("utf-8")
(EXAMPLE,) = re.findall(r"```toml\n(id = .*?)```", README, re.DOTALL)


def test_the_example_is_sound(place: Place) -> None:
    Path(place.directory, "lada-example.toml").write_text(EXAMPLE, "utf-8")
    done = place.run("head-units", "--check", "lada-example.toml")

    assert done.stdout == (
        "lada-example.toml: sound, 5 rules, 4 of them without the maker's word.\n"
    )
