"""``python3 -m pi.catalogue.compile``: write the families' TOML as the one compiled file.

To be run after every change of a file in ``head_units``; a test tells when it was forgotten. A
family that is not sound is named and nothing is written.
"""

import json
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from pi.catalogue.catalogue import BUILT_IN, COMPILED
from pi.catalogue.head_unit_file import BadFile, read
from pi.process import log

COMMAND = "python3 -m pi.catalogue.compile"


def as_compiled(texts: Iterable[str]) -> str:
    """The compiled form of families, given the texts of their TOML files in any order."""
    families = sorted((tomllib.loads(text) for text in texts), key=lambda one: str(one["id"]))
    lines = (
        json.dumps({"id": one["id"], **one}, ensure_ascii=False, separators=(",", ":"))
        for one in families
    )
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main() -> int:
    """Compile what comes with Steadyhand; 0, or 2 where a file is not sound."""
    paths = sorted(Path(BUILT_IN).glob("*.toml"))
    bad = [found for path in paths if isinstance(found := read(path), BadFile)]
    for one in bad:
        where = ", ".join(problem.key for problem in one.problems) or one.key
        log("steadyhand", f"{one.file}: {one.reason}: {where} {one.detail}".rstrip())
    if bad:
        return 2
    Path(COMPILED).write_text(as_compiled(path.read_text("utf-8") for path in paths), "utf-8")
    log("steadyhand", f"{len(paths)} families compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main())
