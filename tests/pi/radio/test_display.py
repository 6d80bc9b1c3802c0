"""One reading of the display: every word of every family, and every figure, through every door.

Whatever way an owner has to say what stands on the display leads to the same meaning.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from pi.catalogue.catalogue import all_head_units, load
from pi.catalogue.search import search
from pi.guide.first_aid import on_family, words_of_makes
from pi.guide.guide import Situation, situation_of
from pi.radio.display import (
    MOST_TRIES,
    Figure,
    FigureBeside,
    Reading,
    as_shown,
    beside,
    read,
    read_on,
    with_figure,
    with_time,
)
from pi.radio.events import (
    CodeRejected,
    Event,
    InterruptionSeen,
    PowerWitnessed,
    RadioAsked,
    Recorded,
    Stands,
    StillWaitingSeen,
    VehicleAdded,
)
from pi.radio.fold import fold
from pi.radio.head_unit import Counter, DisplayWord, HeadUnit, Meaning
from pi.radio.instant import Instant
from pi.radio.lockout import (
    cost_of,
    longest_documented,
    longest_up_to,
    most_tries,
    owed,
    restarts_the_wait,
    tries_left,
    wrong_where_nobody_knows,
)
from pi.radio.state import Name, RadioState
from pi.service.core.owner_reports import reported, rules_out
from pi.service.core.vehicles import beginning_of, read_display
from pi.service.protocol.commands import Beginning, Outcome

FAMILIES = all_head_units()
TAKING = [family for family in FAMILIES if family.takes_a_code]
WORDS = [(family, word) for family in FAMILIES for word in family.words]
AT = Instant(boot_id="a", monotonic=0.0, boottime=0.0, wall=0.0)
EACH = pytest.mark.parametrize("family", FAMILIES, ids=lambda one: one.id)
EACH_TAKING = pytest.mark.parametrize("family", TAKING, ids=lambda one: one.id)


def after(family: HeadUnit, *events: Event) -> RadioState:
    """Where a radio stands that has just joined, and of which this was told."""
    told = (VehicleAdded(head_unit=family.id), *events)
    return fold(family, [Recorded(seq=0, vehicle="", event=one, at=AT) for one in told])


def spelled(word: DisplayWord) -> list[str]:
    """The word as owners read it off and type it."""
    plain = as_shown(word.text)
    spaced = " ".join(plain) if plain.isalpha() else plain.replace(" ", "  ")
    alike = plain.translate(str.maketrans("OoIlS", "00115"))
    return [plain, plain.upper(), f" {plain.lower()} ", spaced, plain.replace("-", "–"), alike]


def is_where_it_says(state: RadioState, reading: Reading) -> bool:
    """Whether a radio stands where its display says for sure that it does."""
    if reading.is_final:
        return state.name is Name.DEAD_END
    if reading.waits:
        return state.name is Name.WAITING
    return reading.meanings != (Meaning.PROMPT,) or state.name is Name.ASKING


@EACH
def test_every_word_means_the_same_through_every_door(family: HeadUnit) -> None:
    for word in family.words:
        for shows in spelled(word):
            reading = read_on(family, shows)
            assert reading is not None, (word.text, shows)
            assert set(word.meanings) <= set(reading.meanings), (word.text, shows)
            assert read_display(family, shows) == reading
            assert family in search(FAMILIES, shows=shows)
            here = on_family(shows, family)
            assert here is not None
            assert here.reading == reading
            final = situation_of(shows, family) is Situation.LOCKED_OUT
            assert final is (reading.is_final and family.protection.takes_a_code)
            if not family.takes_a_code:
                continue
            for outcome in (Outcome.ASKING, Outcome.ASKS_AGAIN, Outcome.REJECTED):
                event = reported(after(family), outcome, reading)
                assert event is not None
                told = after(family, event)
                sure = outcome is not Outcome.REJECTED or reading.refuses
                assert not sure or rules_out(outcome, reading) or is_where_it_says(told, reading)
            begun = beginning_of(family, Beginning(stands=Stands.ASKS, shows=shows))
            assert begun is not None
            assert is_where_it_says(after(family, begun), reading)


def test_a_part_of_a_word_is_no_hit_nor_is_a_word_inside_another() -> None:
    for family, word in WORDS:
        letters = [char for char in word.text if char.isalpha()]
        if len(letters) > 3 and not as_shown(word.text).endswith("…"):
            for other in (word.text + "X", "X" + word.text):
                found = read(other, [word])
                assert found is None, (family.id, other)
    assert read_on(load("sevel-van-paired"), "CODE") is None
    assert read_on(load("gm-theftlock-1994"), "LOCKED") is None


def test_what_may_be_the_code_is_no_word() -> None:
    for family in FAMILIES:
        for shows in ("3712", "50832", "x" * 5000, "", " ", "-", "M049315", "?"):
            assert read_on(family, shows) is None, (family.id, shows)


@EACH
@given(st.integers(0, 99), st.integers(0, 59), st.data())
def test_a_time_on_the_display_is_what_is_owed_and_the_margin(
    family: HeadUnit, minutes: int, seconds: int, data: st.DataObject
) -> None:
    every = [each for word in family.words for each in (word, with_time(word)) if each]
    timed = [word for word in every if beside(word) is FigureBeside.TIME]
    if not timed or not family.takes_a_code:
        return
    word = data.draw(st.sampled_from(timed))
    left_s = minutes * 60.0 + seconds
    shows = with_figure(word, f"{minutes:02d}{seconds:02d}")
    reading = read_on(family, shows)
    assert reading is not None
    assert reading.left_s == max(1.0, left_s)
    for event in (
        reported(after(family), Outcome.REJECTED, reading),
        reported(after(family), Outcome.STILL_WAITING, reading),
        beginning_of(family, Beginning(shows=shows)),
    ):
        assert event is not None
        state = after(family, event)
        assert state.wait is not None
        assert state.wait.owed_s == owed(max(1.0, left_s))
        assert state.wait.longer_s is None or state.wait.longer_s > state.wait.owed_s


@pytest.mark.parametrize(
    ("text", "shows", "seconds"),
    [
        ("wait {hours} hour", "WAIT 2 HOURS", 7200),
        ("wait {hours} hour", "2 h wait", 7200),
        ("WAIT {minutes}", "wait 130", 7800),
        ("WAIT {minutes}:{seconds}", "WAIT 30", 1800),
        ("WAIT {minutes}:{seconds}", "Wait 2 05", 125),
    ],
)
def test_a_word_says_where_its_time_stands(text: str, shows: str, seconds: float) -> None:
    reading = read(shows, [DisplayWord(text=text, meanings=(Meaning.WAITING,))])
    assert reading is not None
    assert reading.left_s == seconds


def test_what_is_said_of_displays_in_general_makes_no_dead_end() -> None:
    for family in TAKING:
        reading = read_display(family, "----")
        own = read_on(family, "----") is not None
        assert own or reading is None or not reading.is_final
        assert own or after(family, CodeRejected(reads=reading or UNSET)).name is not Name.DEAD_END


@pytest.mark.parametrize(
    ("family", "shows", "seconds"),
    [
        ("nissan-radio-code", "wait 1 hour", 3600),
        ("nissan-micra-k11", "WAIT AN HOUR", 3600),
        ("ford-6000cd", "Wait 29:30", 1770),
        ("ford-6000cd", "WAIT 30.00", 1800),
        ("ford-6000cd", "wait 3000", 1800),
        ("ford-6000cd", "LOCK 12:00", 720),
        ("bmw-5-digit", "CODE WAIT 59:12", 3552),
        ("mercedes-becker", "WARTEN 10 Minuten", 600),
        ("rover-r960", "attendre 2 heures", 7200),
        ("porsche-becker", "wait 1h30", 5400),
    ],
)
def test_a_time_is_read_as_owners_write_it(family: str, shows: str, seconds: float) -> None:
    reading = read_on(load(family), shows)
    assert reading is not None
    assert (reading.left_s, reading.waits) == (seconds, True)


@pytest.mark.parametrize(
    ("family", "shows", "left", "used", "cannot_be"),
    [
        ("opel-safe", "7 SAFE", 7, None, None),
        ("opel-safe", "SAFE 7", 7, None, None),
        ("opel-safe", "7 ----", 7, None, None),
        ("opel-safe", "99 SAFE", None, None, Figure.LEFT),
        ("honda-5-digit", "Err 6", None, 6, None),
        ("hyundai-cde", "2 CDE", None, 1, None),
        ("vw-safe", "SAFE 2", None, 2, None),
        ("ford-6000cd", "LOCKED 10", None, 10, None),
        ("bmw-5-digit", "CODE 5", None, None, None),
    ],
)
def test_a_number_counts_tries_where_the_family_says_so(
    family: str, shows: str, left: int | None, used: int | None, cannot_be: Figure | None
) -> None:
    reading = read_on(load(family), shows)
    assert reading is not None
    assert (reading.tries_left, reading.tries_used, reading.cannot_be) == (left, used, cannot_be)


@EACH_TAKING
@given(st.integers(0, MOST_TRIES))
def test_the_tries_on_the_display_become_the_tries_both_ways(family: HeadUnit, number: int) -> None:
    most_left, most_used = most_tries(family.lockout)
    for word in family.words:
        if beside(word) is not FigureBeside.NUMBER or Meaning.FINAL in word.meanings:
            continue
        reading = read_on(family, with_figure(word, str(number)))
        assert reading is not None
        state = after(family, CodeRejected(), CodeRejected(), RadioAsked(reads=reading))
        if reading.tries_left is not None:
            assert number <= (most_left or MOST_TRIES)
            assert state.tries_left == number
        elif reading.tries_used is not None:
            assert reading.tries_used <= (most_used or MOST_TRIES)
            assert state.rejected == reading.tries_used
        else:
            assert reading.cannot_be is not None or word.counter is Counter.ATTEMPT_NUMBER


@EACH_TAKING
def test_a_radio_that_joins_after_tries_stands_as_if_they_had_been_seen(family: HeadUnit) -> None:
    for tried in range(8):
        told = beginning_of(family, Beginning(tried=tried))
        assert told is not None
        state = after(family, told)
        cost = cost_of(family.lockout, tried) if tried else None
        if state.name is Name.DEAD_END:
            assert any(cost_of(family.lockout, each).dead_end for each in range(1, tried + 1))
        elif cost is None or cost.wait_s == 0:
            assert (state.name, state.rejected) == (Name.ASKING, tried)
            assert state.tries_left == tries_left(family.lockout, tried)
        else:
            assert state.wait is not None
            assert (state.name, state.rejected) == (Name.WAITING, tried)
            assert state.wait.owed_s == (None if cost.wait_s is None else owed(cost.wait_s))


@EACH_TAKING
def test_where_nobody_knows_how_many_were_tried_the_next_may_be_the_last(family: HeadUnit) -> None:
    told = beginning_of(family, Beginning(stands=Stands.TRIED))
    assert told is not None
    tried = after(family, told)
    limit = tries_left(family.lockout, 0)
    assert tried.rejected == wrong_where_nobody_knows(family.lockout)
    waits_s = longest_up_to(family.lockout, tried.rejected)
    if tried.wait is not None and waits_s is not None:
        assert tried.wait.owed_s == owed(waits_s)
    asks = after(family, told, RadioAsked())
    assert asks.name is Name.ASKING
    if limit is not None and limit > 1:
        assert asks.tries_left is not None
        assert asks.tries_left <= 1
    waiting = beginning_of(family, Beginning(stands=Stands.WAITS))
    assert waiting is not None
    longest, state = longest_documented(family.lockout), after(family, waiting)
    assert state.wait is not None
    assert state.wait.owed_s == (None if longest is None else owed(longest))


def test_an_unexpected_wait_tells_that_more_was_tried_than_is_known() -> None:
    ford = load("ford-6000cd")
    reading = read_on(ford, "WAIT 30:00")
    state = after(ford, CodeRejected(reads=reading or UNSET))
    assert (state.name, state.rejected) == (Name.WAITING, 3)
    assert state.wait is not None
    assert state.wait.owed_s == owed(1800.0)
    assert state.wait.longer_s == owed(3600.0)


@EACH_TAKING
@given(st.floats(1, 90_000), st.floats(0, 40), st.booleans())
def test_what_is_left_counts_down_from_there_and_an_interruption_starts_all_of_it(
    family: HeadUnit, left_s: float, passed_s: float, tried: bool
) -> None:
    reading = Reading(word="WAIT", meanings=(Meaning.WAITING,), left_s=left_s)
    told = CodeRejected(reads=reading) if tried else StillWaitingSeen(reads=reading)
    later = replace(AT, monotonic=passed_s, boottime=passed_s)
    before = after(family, *([CodeRejected()] if tried else [StillWaitingSeen()]))
    for event in (PowerWitnessed(), InterruptionSeen()):
        records = [VehicleAdded(head_unit=family.id), told]
        history = [Recorded(seq=0, vehicle="", event=one, at=AT) for one in records]
        state = fold(family, [*history, Recorded(seq=0, vehicle="", event=event, at=later)])
        assert state.wait is not None
        remaining_s = state.wait.remaining_s
        assert remaining_s is not None
        if isinstance(event, PowerWitnessed):
            assert remaining_s == pytest.approx(max(0.0, owed(left_s) - passed_s))
        elif restarts_the_wait(family.timer):
            whole = before.wait.owed_s if before.wait is not None else None
            assert remaining_s >= max(owed(left_s), whole or 0.0) - 1e-6


def test_words_of_displays_in_general_go_where_a_family_has_none() -> None:
    general = words_of_makes({"Mazda"})
    assert read_on(load("mazda-err"), "WAIT 10:00", general) == Reading(
        word="WAIT", meanings=(Meaning.WAITING,), left_s=600.0
    )
    error = read_on(load("mazda-err"), "Err", general)
    assert error is not None
    assert error.is_final
    assert read_on(load("mazda-err"), "OFF", general) is None
    assert read_on(load("mitsubishi-preset"), "OFF", words_of_makes({"Mitsubishi"})) is not None
