"""`python3 -m tests.tools.bench guessing`: what it costs to try all PINs, with everything in hand.

Measured on this machine with all its processors, for a thief who has the store and the device key
and is stopped by nothing. A slow board chooses the fewest passes there are, so those are measured:
what it made is what a fast machine guesses at.
"""

import os
import time
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from pi.storage.vault.crypto import FEWEST_PASSES, SMALL_BOARD_KIB, USUAL_KIB, KdfCost, derive

GUESSES: Final = 8  # of each processor
ROUNDS: Final = 3  # the fastest counts
DIGITS: Final = (4, 6, 8, 12)
UNITS: Final = ((31_557_600, "years"), (86_400, "days"), (3600, "hours"), (60, "minutes"))


def main() -> int:
    """Measure and print; always 0."""
    ArgumentParser(prog="python3 -m tests.tools.bench guessing", description=__doc__).parse_args()
    cores = os.cpu_count() or 1
    print(f"{cores} processors, {FEWEST_PASSES} passes")
    for memory_kib in (USUAL_KIB, SMALL_BOARD_KIB):
        rate = guesses_a_second(KdfCost(memory_kib=memory_kib, passes=FEWEST_PASSES), cores)
        print(f"{memory_kib // 1024} MiB: {rate:.1f} guesses a second")
        for digits in DIGITS:
            print(f"  all PINs of {digits} digits: {told(10**digits / rate)}")
    return 0


def guesses_a_second(cost: KdfCost, cores: int) -> float:
    """How many PINs all processors together try in a second, if they did nothing else."""
    with ProcessPoolExecutor(cores) as pool:
        used_s = [max(pool.map(guess, [cost] * cores)) for _ in range(ROUNDS)]
    return cores * GUESSES / min(used_s)


def guess(cost: KdfCost) -> float:
    """Try some PINs. The seconds of a processor: waiting for other work would flatter us."""
    begun = time.process_time()
    for at in range(GUESSES):
        derive(b"%04d" % at, bytes(16), cost)
    return time.process_time() - begun


def told(seconds: float) -> str:
    """A time in its largest unit that fits."""
    size, unit = next((each for each in UNITS if seconds >= each[0]), (1, "seconds"))
    count = seconds / size
    return f"{count:,.0f} {unit}" if count >= 100 else f"{count:.3g} {unit}"
