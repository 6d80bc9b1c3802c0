"""``python -m tests.tools.powercut``: thousands of power cuts, as a table. Exits 1 on any loss,
3 where nothing can be mounted.

Needs root, for the loop mounts. Nothing is written but in a temporary directory.
"""

import shutil
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

from tui.bootstrap import ensure


def main() -> int:
    """Cut every scenario as often as asked for; a line for each."""
    from tests.cards import CardNotPossibleError
    from tests.tools.powercut.scenarios import SCENARIOS

    parser = ArgumentParser(prog="python -m tests.tools.powercut", description=__doc__)
    parser.add_argument("--cuts", type=int, default=2000, help="of all scenarios together")
    parser.add_argument("--seed", type=int, default=1, help="what the writers do")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="the cards that lost something")
    parser.add_argument("--only", choices=SCENARIOS, help="one scenario")
    options = parser.parse_args()
    names = [options.only] if options.only else list(SCENARIOS)
    print("scenario         cuts  in a commit  acknowledged  losses       s")
    try:
        each = -(-options.cuts // len(names))
        lost = [_line(name, each, options.seed, options.keep) for name in names]
    except CardNotPossibleError as why:
        print(f"no card can be mounted here: {why}", file=sys.stderr)
        return 3
    return 1 if any(lost) else 0


def _line(name: str, count: int, seed: int, keep: Path | None) -> int:
    """Cut one scenario and print its line. The cuts with a loss.

    No cut comes twice as it was: only the card tells how something was lost.
    """
    from tests.cards import room
    from tests.tools.powercut.rounds import UNTOUCHED, cuts

    began = time.monotonic()
    with room() as place:
        found = []
        for cut in cuts(name, count, seed, place):
            found.append(cut)
            for loss in cut.losses:
                print(f"  {name}, cut {len(found)}: {loss}", flush=True)
            if cut.losses and keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(place / UNTOUCHED, keep / f"{name}-{len(found)}.img")
    lost = sum(bool(cut.losses) for cut in found)
    inside = sum(cut.in_commit for cut in found)
    promised = sum(cut.promised for cut in found)
    seconds = time.monotonic() - began
    print(f"{name:14} {len(found):6} {inside:12} {promised:13} {lost:7} {seconds:7.1f}", flush=True)
    return lost


if __name__ == "__main__":
    ensure("requirements-test.lock")
    sys.exit(main())
