"""``steadyhand practice``: what it refuses before a screen opens, and that SSH allows it."""

import pytest

from tests.blackbox import places
from tests.blackbox.processes import Place
from tests.tui.test_login import log_in
from tui.login import refused

place = places.place


def test_a_family_that_is_not_known_is_told_with_the_nearest(place: Place) -> None:
    done = place.run("practice", "--head-unit", "nisan-radio-code")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("steadyhand: No head unit is called")
    assert "nissan-radio-code" in done.stderr


def test_it_is_one_line(place: Place) -> None:
    done = place.run("practice", "--head-unit", "nothing-like-it")
    assert (len(done.stderr.splitlines()), done.stdout) == (1, "")


def test_without_a_terminal_it_says_what_it_needs(place: Place) -> None:
    done = place.run("practice")
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)


def test_an_argument_too_many_is_a_wrong_use(place: Place) -> None:
    assert place.run("practice", "nissan-radio-code").returncode == 2


def test_it_touches_no_state_directory(place: Place) -> None:
    place.run("practice", "--head-unit", "nisan-radio-code")
    place.run("practice")
    assert not place.state.exists()


@pytest.mark.parametrize("more", [[], ["--head-unit", "opel-safe"]])
def test_the_login_over_ssh_allows_it(more: list[str]) -> None:
    assert refused(["steadyhand", "practice", *more]) == ""


def test_over_ssh_a_wrong_family_is_told_as_here(place: Place) -> None:
    done = log_in(place, "steadyhand practice --head-unit nisan-radio-code")
    assert done.returncode == 2
    assert "nissan-radio-code" in done.stderr
