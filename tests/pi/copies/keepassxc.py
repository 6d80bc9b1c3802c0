"""KeePassXC's own command, which knows nothing of how our files are written."""

import shutil
import subprocess
from pathlib import Path

import pytest

PASSWORD = "four quiet winter roads"
needs_keepassxc = pytest.mark.skipif(
    shutil.which("keepassxc-cli") is None, reason="no keepassxc-cli here (package keepassxc)"
)


def keepassxc(*arguments: str | Path, typed: str = PASSWORD) -> "subprocess.CompletedProcess[str]":
    """One of its commands, the file's password typed."""
    return subprocess.run(
        ["keepassxc-cli", *map(str, arguments)],
        input=typed + "\n",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
