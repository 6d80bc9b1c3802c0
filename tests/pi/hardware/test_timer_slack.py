"""Threads of a library's that may oversleep, and no other."""

import threading
from pathlib import Path

from pi.hardware.timer_slack import SLACK_NS, patient_threads


def own_slack() -> int:
    """How much the calling thread may oversleep, in nanoseconds."""
    return int(Path(f"/proc/{threading.get_native_id()}/timerslack_ns").read_text())


def slack_of_a_new_thread() -> int:
    """The same of a thread that is started now."""
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(own_slack()))
    thread.start()
    thread.join()
    return found[0]


def test_a_thread_that_is_started_meanwhile_may_oversleep() -> None:
    with patient_threads():
        assert slack_of_a_new_thread() == SLACK_NS


def test_a_thread_that_is_started_afterwards_may_not() -> None:
    before = slack_of_a_new_thread()
    with patient_threads():
        pass
    assert (slack_of_a_new_thread(), own_slack()) == (before, before)
