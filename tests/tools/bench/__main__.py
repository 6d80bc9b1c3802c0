"""`python3 -m tests.tools.bench`: the budgets, measured, as a table and as JSON.

`--quick` takes fewer turns and a smaller past. `--json FILE` also writes the rows there. With
`guessing` as the first word, what it costs to try all PINs; with `floods`, what an owner does
beside clients that flood.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tui.bootstrap import ensure

if TYPE_CHECKING:
    from tests.tools.bench.measuring import Row

APART = ("guessing", "floods")


def main() -> int:
    """Measure everything, print the table. The exit status: 1 where a budget was not kept."""
    import msgspec

    if sys.argv[1:2] and sys.argv[1] in APART:
        module = import_module(f"tests.tools.bench.{sys.argv.pop(1)}")
        status: int = module.main()
        return status
    parser = ArgumentParser(prog="python3 -m tests.tools.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    rows = []
    print(f"{'what':52} {'measured':>12} {'baseline':>12} {'ratio':>7} {'budget':>7}  kept")
    for row in measured(quick=options.quick):
        rows.append(row)
        print(_line(row), flush=True)
    said = [msgspec.to_builtins(row) | {"ratio": row.ratio, "kept": row.kept} for row in rows]
    print(msgspec.json.encode(said).decode())
    if options.json:
        Path(options.json).write_bytes(msgspec.json.encode(said))
    return 0 if all(row.kept for row in rows) else 1


def measured(*, quick: bool) -> "Iterator[Row]":
    from tests.tools.bench import rows

    runs = 5 if quick else 15
    yield from rows.start_up(runs)
    yield from rows.catalogue(runs)
    yield from rows.first_frame(runs)
    yield from rows.keys()
    yield from rows.many_sessions()
    yield from rows.beat()
    yield from rows.panel_beat()
    yield from rows.presses()
    yield from rows.quiet_pins(10.0 if quick else rows.LOOK_S)
    yield from rows.idling(10.0 if quick else rows.LOOK_S)
    if quick:
        yield from rows.many(runs, vehicles=1_000, events=50_000)
    else:
        yield from rows.many(runs)


def _line(row: "Row") -> str:
    baseline = "" if row.baseline is None else f"{row.baseline:.1f} {row.unit}"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    budget = f"{row.budget:.3g}" + ("x" if row.ratio is not None else f" {row.unit}")
    kept = "yes" if row.kept else "NO"
    value = f"{row.measured:.2f} {row.unit}"
    return f"{row.what:52} {value:>12} {baseline:>12} {ratio:>7} {budget:>7}  {kept}"


if __name__ == "__main__":
    ensure("requirements-test.lock")
    sys.exit(main())
