"""What the catalogue costs: whole processes that load every family, above a bare Python.

Processor time is taken, as the difference of two clocks would drown in what else a machine does.
Most of it is the start of msgspec, which every command and the service pay once.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pi.radio.compiled import COMPILED
from tests.bench.measuring import PYTHON, ROOT, Row, interleaved

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
            lambda: spent_s(["-c", "pass"], env),
            lambda: spent_s(["-c", LOADS], env),
            lambda: spent_s(["-c", LOADS, str(file)], env),
        )
    for what, took in (("catalogue", ours), (f"catalogue of {MANY} families", many)):
        yield Row(
            what=f"{what}, above bare Python",
            measured=(took - bare) * MS,
            unit="ms",
            budget=BUDGET_MS,
        )


def spent_s(arguments: list[str], env: Mapping[str, str]) -> float:
    """Processor seconds of a whole run of Python."""
    pid = os.posix_spawn(PYTHON, [PYTHON, *arguments], env)
    _, status, used = os.wait4(pid, 0)
    if status != 0:
        raise RuntimeError(f"this run failed: {arguments}")
    return used.ru_utime + used.ru_stime


def many_families(compiled: str) -> str:
    """Five hundred families in the compiled form: those there are, again and again."""
    there_are = json.loads(compiled)
    made = (
        there_are[at % len(there_are)] | {"id": f"{there_are[at % len(there_are)]['id']}-{at}"}
        for at in range(MANY)
    )
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in made)
    return "[\n" + ",\n".join(lines) + "\n]\n"
