"""What the catalogue costs: whole processes that load every family, above a bare Python."""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pi.radio.compiled import COMPILED
from tests.bench.measuring import PYTHON, ROOT, Row, bare_python_s, interleaved, run_s

MS = 1000.0
MANY = 500
BUDGET_MS = 30.0
LOADS = "import sys; from pi.radio.compiled import load_all; load_all(*sys.argv[1:])"


def catalogue(runs: int) -> Iterator[Row]:
    """The families that come with Steadyhand, and five hundred made from them."""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        file = Path(made, "many.json")
        file.write_text(many_families(Path(COMPILED).read_text("utf-8")), "utf-8")
        bare, ours, many = interleaved(
            runs,
            bare_python_s,
            lambda: run_s([PYTHON, "-c", LOADS], env),
            lambda: run_s([PYTHON, "-c", LOADS, str(file)], env),
        )
    for what, took in (("catalogue", ours), (f"catalogue of {MANY} families", many)):
        yield Row(
            what=f"{what}, above bare Python",
            measured=(took - bare) * MS,
            unit="ms",
            budget=BUDGET_MS,
        )


def many_families(compiled: str) -> str:
    """Five hundred families in the compiled form: those there are, again and again."""
    there_are = json.loads(compiled)
    made = (
        there_are[at % len(there_are)] | {"id": f"{there_are[at % len(there_are)]['id']}-{at}"}
        for at in range(MANY)
    )
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in made)
    return "[\n" + ",\n".join(lines) + "\n]\n"
