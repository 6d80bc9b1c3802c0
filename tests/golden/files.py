"""The golden files: how they are written, compared, and a difference told."""

import json
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"
WIDTH: Final = 100
MOST_TOLD: Final = 40  # lines of a difference
ANEW: Final = "If that is meant: python3 -m tests.tools.golden, and read what it changed."


def check(name: str, now: str) -> None:
    """Fail with the difference, where a golden file says something else."""
    golden = (DATA / name).read_text("utf-8")
    if golden != now:
        both = golden.splitlines(), now.splitlines()
        told = list(unified_diff(*both, f"golden {name}", "now", n=2, lineterm=""))
        more = [f"... and {len(told) - MOST_TOLD} lines more"] * (len(told) > MOST_TOLD)
        raise AssertionError("\n".join([f"{name} differs.", *told[:MOST_TOLD], *more, ANEW]))


def pretty(shape: Any, indent: str = "\n") -> str:
    """JSON for a person to read: sorted, and what fits in a line stands in one."""
    flat = json.dumps(shape, ensure_ascii=False, sort_keys=True)
    if len(indent) + len(flat) <= WIDTH or not isinstance(shape, dict | list | tuple):
        return flat
    deeper = f"{indent} "
    if not isinstance(shape, dict):
        inner = ",".join(deeper + pretty(each, deeper) for each in shape)
        return f"[{inner}{indent}]"
    each = (f"{json.dumps(key)}: {pretty(shape[key], deeper)}" for key in sorted(shape))
    return f"{{{','.join(deeper + line for line in each)}{indent}}}"
