"""What the catalogue costs: whole processes that load every family.

Processor time is taken, as the difference of two clocks would drown in what else a machine does.
The catalogue's own share is what it adds to an interpreter that has imported msgspec: every
command and the service begin with that, catalogue or not, and Python's own ``typing`` and ``re``,
which it needs, take most of 30 ms before a line of ours runs. So that nothing hides in that
baseline, the whole process stands beside it, within what a whole ``status`` may take.

The budget is 30 ms where a bare Python takes 17 ms, which is the best seen where the budgets were
set; the same machine is half as slow again in a busy hour, so it is kept as a proportion.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pi.catalogue.catalogue import COMPILED
from tests.tools.bench.measuring import PYTHON, ROOT, Row, in_ms, interleaved

MANY = 500
BUDGET = 30.0 / 17.0  # times a bare Python
WHOLE_BUDGET = 4.0  # times a bare Python, as ``status``
BEGINS = "import pi.radio"
LOADS = "import sys; from pi.catalogue.catalogue import load_all; load_all(*sys.argv[1:])"


def catalogue(runs: int) -> Iterator[Row]:
    """The families that come with Steadyhand, and five hundred made from them."""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        file = Path(made, "many.json")
        file.write_text(many_families(Path(COMPILED).read_text("utf-8")), "utf-8")
        bare, begun, ours, many = interleaved(
            runs,
            lambda: spent_s(["-c", "pass"], env),
            lambda: spent_s(["-c", BEGINS], env),
            lambda: spent_s(["-c", LOADS], env),
            lambda: spent_s(["-c", LOADS, str(file)], env),
        )
    for what, took, budget in (
        ("catalogue, above msgspec", ours - begun, BUDGET),
        (f"catalogue of {MANY} families, above msgspec", many - begun, BUDGET),
        ("catalogue, msgspec and all", ours, WHOLE_BUDGET),
    ):
        yield in_ms(what, took, budget, bare)


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
