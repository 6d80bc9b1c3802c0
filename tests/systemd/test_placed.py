"""What the package lays where, but for modules and libraries: it stands in a golden file."""

import re
import subprocess
import tarfile
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Final

from tests.golden.files import check

PYTHON: Final = re.compile(r"python3\.\d+")
RUNS: Final = re.compile(r"^\s*((?:Exec\w+=|ForceCommand ).*steadyhand.*)$", re.MULTILINE)
"""What is run of ours, by names that others rely on."""


def produced(deb: Path) -> dict[str, str]:
    """The golden file of a package, by its name."""
    told = [line for part in ("--fsys-tarfile", "--ctrl-tarfile") for line in _placed(deb, part)]
    return {"package.txt": "".join(f"{PYTHON.sub('python3.N', line)}\n" for line in told)}


def _placed(deb: Path, part: str) -> Iterator[str]:
    """Each file of a part with its rights and owner, and what it runs of ours."""
    packed = subprocess.run(["dpkg-deb", part, deb], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        for one in sorted(archive, key=lambda member: member.name):
            place = re.sub(r".*/site-packages/.*(?=/head_units/)", "...", one.name)
            if "/site-packages/" in place:
                continue
            kind = "d" if one.isdir() else "l" if one.issym() else "f"
            leads = f" -> {one.linkname}" if one.issym() else ""
            yield f"{kind}{one.mode:04o} {one.uname}/{one.gname} {place}{leads}"
            file = archive.extractfile(one) if one.isreg() else None
            for run in RUNS.findall(file.read().decode("utf-8", "replace") if file else ""):
                yield f"      runs {run}"


def test_every_file_lies_where_it_lay_with_its_rights(built: Path) -> None:
    ((name, text),) = produced(built).items()
    check(name, text)
    modules = re.findall(r" -m ([\w.]+)", text)
    assert [each for each in modules if find_spec(each) is None] == []
