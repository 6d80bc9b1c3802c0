"""What is asked of the emulator itself, over its own protocol (QMP): one command a connection."""

import json
import socket
from pathlib import Path
from typing import Any


def ask(path: Path, command: str, **arguments: object) -> Any:
    """What the emulator returns. Raises RuntimeError where it refuses, OSError where it is gone."""
    with socket.socket(socket.AF_UNIX) as connected:
        connected.settimeout(30)
        connected.connect(str(path))
        with connected.makefile("rw") as lines:
            lines.readline()  # the greeting
            _said(lines, "qmp_capabilities", {})
            return _said(lines, command, arguments)


def _said(lines: Any, command: str, arguments: dict[str, object]) -> Any:
    lines.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
    lines.flush()
    for line in lines:
        message = json.loads(line)
        if "error" in message:
            raise RuntimeError(f"{command}: {message['error']['desc']}")
        if "return" in message:
            return message["return"]
    raise ConnectionError(f"the emulator left during {command}")
