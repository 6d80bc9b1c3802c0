"""Every radio, without unlocking anything: what ``steadyhand status`` prints.

Speaks the protocol's lines with the standard library alone: asked often, it must start fast.
"""

import json
import math
import socket
from typing import Any, BinaryIO

from tui.exits import Exit, complain, say, say_json
from tui.service_socket import LONGEST_MESSAGE, NoServiceError, greeted_socket

PROTOCOL = 1  # as pi.service.protocol.answers says; its import costs more than the whole command


def status(*, as_json: bool) -> Exit:
    """Print where each radio stands. Returns the exit status."""
    try:
        answer = _ask()
    except NoServiceError as error:
        from tui.text.states import no_service

        complain(no_service(error.failure))
        return Exit.NO_SERVICE
    if answer["type"] != "Status":
        from tui.text.states import not_saved

        complain(not_saved(answer.get("detail")))
        return Exit.NOT_SAVED
    if as_json:
        say_json(as_scripts_see(answer))
    else:
        _print_lines(answer)
    return Exit.DONE


def as_scripts_see(answer: dict[str, Any]) -> dict[str, Any]:
    """The documented shape of ``status --json``. Whole seconds; what is owed never rounds down."""
    saving = answer["saving"]
    damaged = {"damaged": True} if saving["reason"] == "damaged" else {}
    return {
        "service": {
            "version": answer["version"],
            "saving": saving["ok"],
            "why_not_saving": None if saving["ok"] else saving["reason"],
        }
        | damaged,
        "vehicles": [_radio(radio) for radio in answer["radios"]],
    }


def _radio(radio: dict[str, Any]) -> dict[str, Any]:
    copied = ("vehicle", "head_unit", "state", "tries_left", "rejected_in_series")
    wait = radio.get("wait")
    return {name: radio[name] for name in copied} | {"wait": None if wait is None else _wait(wait)}


def _wait(wait: dict[str, Any]) -> dict[str, Any]:
    owed = None if wait["owed_s"] is None else math.ceil(wait["owed_s"])
    counted = math.floor(wait["counted_s"])
    return {
        "owed_s": owed,
        "counted_s": counted,
        "remaining_s": None if owed is None else owed - counted,
        "interruptions": wait["interruptions"],
        "counting": wait["counting"],
        "why_not": wait["why_not"],
    }


def _print_lines(answer: dict[str, Any]) -> None:
    if answer["saving"]["reason"] is not None:
        from pi.service.protocol.views import Saving
        from tui.text.states import saving

        say(saving(Saving(**answer["saving"])))
    if not answer["radios"]:
        from tui.text.states import NONE_KEPT, NOTHING_SET_UP

        say(NONE_KEPT if answer.get("set_up") else NOTHING_SET_UP)
    for radio in answer["radios"]:
        say(line_of_radio(radio))


def line_of_radio(radio: dict[str, Any]) -> str:
    """Where a radio stands, as the protocol tells it, in one line."""
    from tui.text.states import status_line

    key_cycle = bool(radio.get("wait") and radio["wait"].get("key_cycle"))
    return status_line(_radio(radio), key_cycle=key_cycle)


def _ask() -> dict[str, Any]:
    """One question and its answer, the greeting being read first. Raises NoServiceError."""
    connected, greeting = greeted_socket()
    with connected, connected.makefile("rb") as lines:
        if (said := _read(greeting)).get("type") != "Greeting":
            raise NoServiceError({"reason": said.get("reason", "not_a_service")})
        if said.get("protocol") != PROTOCOL:
            raise NoServiceError({"reason": "other_version", "version": str(said.get("version"))})
        try:
            return _answered(connected, lines)
        except OSError:
            raise NoServiceError({"reason": "went_away"}) from None


def _answered(connected: socket.socket, lines: BinaryIO) -> dict[str, Any]:
    """What is answered, page by page, put together. Raises NoServiceError."""
    radios: list[dict[str, Any]] = []
    while True:
        after = radios[-1]["vehicle"] if radios else 0
        asked = {"id": 1, "ask": {"type": "GetStatus", "after": after}}
        connected.sendall(json.dumps(asked).encode() + b"\n")
        reply = _read(lines.readline(LONGEST_MESSAGE))
        if reply.get("type") != "Reply":
            raise NoServiceError({"reason": reply.get("reason", "went_away")})
        answer: dict[str, Any] = reply["answer"]
        if answer["type"] != "Status":
            return answer
        radios += answer["radios"]
        if not (answer.get("more") and answer["radios"]):
            return answer | {"radios": radios}


def _read(line: bytes) -> dict[str, Any]:
    """A line of the protocol, empty where it is none."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
