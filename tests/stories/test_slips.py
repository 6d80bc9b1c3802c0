"""A slip states nothing: a finger that goes on pressing where it did, however fast, however long.

Every story looks over what each press brings (see ``Visitor``); here one key or one place is
pressed again and again, on every screen that can end a try, a wait, a series or an entry."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from pi.service.protocol.commands import NewVehicle, Outcome
from tests.stories import roads
from tests.stories.stage import Stage
from tests.stories.telling import TERMINALS, Owner, Terminal, in_the_car
from tui.screens.code import CodeScreen
from tui.screens.copies.copies import CopiesScreen
from tui.screens.entry.correction import PositionsPad, ShownPad, SomethingElseScreen
from tui.screens.unlock import PinKeyScreen
from tui.widgets.actions import ActionButton

FORD = NewVehicle(name="Focus", head_unit="ford-6000cd", code="1470")
CAREFUL = {"StillWaitingSeen", "WalkthroughStarted"}
"""What a key that is pressed on and on may write down: it gives up nothing."""


Prepare = Callable[[Stage, Owner], Awaitable[None]]


async def plays(one: Stage, owner: Owner) -> None:
    """It plays, as far as anybody said."""
    await owner.reports(Outcome.ACCEPTED)
    await owner.reads("PLAYING")


async def asks(one: Stage, owner: Owner) -> None:
    """It asks, after two refusals: a series is under way."""
    for _ in range(2):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
    await owner.reads("ASKS FOR ITS CODE")


async def last_key(one: Stage, owner: Owner) -> None:
    """The last key before the check."""
    await owner.plays([*roads.TO_THE_CHECK[:-1], ("PRESS KEY 4", "")])


async def prompted(one: Stage, owner: Owner) -> None:
    """The confirm key was named."""
    await owner.plays([*roads.TO_THE_CONFIRM, ("NOW HOLD KEY 6", "")])


async def last_warning(one: Stage, owner: Owner) -> None:
    """The price of the last try is named."""
    await asks(one, owner)
    await owner.plays([*roads.TO_THE_CONFIRM, ("LAST TRY", "")])


async def waits(one: Stage, owner: Owner) -> None:
    """An hour is owed, and half of it counted."""
    await roads.third_refusal(owner)
    await one.pass_time(1_800)
    await owner.reads("31:12")


async def unwatched(one: Stage, owner: Owner) -> None:
    """Half an hour was counted, then nobody watched."""
    await waits(one, owner)
    await one.is_held_up(300)
    await owner.reads("DID IT STAY ON?")


async def off(one: Stage, owner: Owner) -> None:
    """It was said that the radio is off."""
    await waits(one, owner)
    await owner.reports(Outcome.POWER_OFF)
    await owner.reads("SWITCH IT ON")


async def interrupted(one: Stage, owner: Owner) -> None:
    """It was said that the radio lost its power."""
    await waits(one, owner)
    await owner.reports(Outcome.INTERRUPTED)
    await owner.reads("IS IT ON AGAIN?")


async def counted_out(one: Stage, owner: Owner) -> None:
    """The hour is over."""
    await roads.third_refusal(owner)
    await one.pass_time(roads.HOUR_AND_MARGIN_S)
    await owner.reads("SAFE TO TRY")


PLACES: list[Prepare] = [
    plays,
    asks,
    last_key,
    prompted,
    last_warning,
    waits,
    unwatched,
    off,
    interrupted,
    counted_out,
]


def spread(*of: Sequence[Any], quick: int | None = None) -> list[ParameterSet]:
    """Everything with everything. A quick run takes as many as the first has, so that each value
    of each is among them."""
    taken = set()
    for at in range(len(of[0]) if quick is None else quick):
        others, so_far = [], 1
        for each in of[1:]:
            others.append(at // so_far % len(each))
            so_far *= len(each)
        taken.add((at, *others))
    return [
        pytest.param(
            *(each[at] for each, at in zip(of, places, strict=True)),
            marks=() if places in taken else pytest.mark.exhaustive,
            id="-".join(
                getattr(e[at], "__name__", str(e[at])) for e, at in zip(of, places, strict=True)
            ),
        )
        for places in product(*(range(len(each)) for each in of))
    ]


async def stated(owner: Owner) -> list[str]:
    """What was written down of what the owner said, the newest first."""
    return [line.kind for line in (await roads.history_of(owner)).lines]


async def hammers(owner: Owner, key: str, every_s: float) -> list[str]:
    """Press one key again and again. What was written down meanwhile."""
    before = len(await stated(owner))
    hand = owner.hand
    for _ in range(max(4, int(6 / every_s))):
        await owner.strikes(key)
        hand.now += every_s
    kinds = await stated(owner)
    return kinds[: len(kinds) - before]


@pytest.mark.parametrize(("prepare", "key", "every_s"), spread(PLACES, ["1", "enter"], [0.4, 2.0]))
async def test_the_first_key_pressed_on_and_on_gives_up_nothing(
    one: Stage, owner: Owner, prepare: Prepare, key: str, every_s: float
) -> None:
    await prepare(one, owner)
    tries, state = owner.radio.rejected, owner.radio.state
    assert set(await hammers(owner, key, every_s)) <= CAREFUL
    assert owner.radio.rejected == tries
    if state in {"Waiting", "SafeToTry", "Playing", "OutcomeUnknown"}:
        assert owner.radio.state == state


@pytest.mark.parametrize(
    ("key", "prepare"), spread(["2", "3", "4", "5", "6", "9", "escape"], [asks, prompted, waits])
)
async def test_no_key_pressed_on_and_on_says_two_things(
    one: Stage, owner: Owner, prepare: Prepare, key: str
) -> None:
    await prepare(one, owner)
    assert len(set(await hammers(owner, key, 0.4)) - CAREFUL) <= 1


@pytest.mark.parametrize("terminal", TERMINALS, ids=lambda at: str(at["size"]))
async def test_a_second_press_at_the_check_does_not_say_that_it_plays(
    owner: Owner, terminal: Terminal
) -> None:
    hand = owner.hand
    await owner.plays([*roads.TO_THE_CHECK, ("THE RADIO MUST SHOW 3712", "")])
    check = next(iter(owner.screen.query("ActionButton.-primary"))).region.center
    await owner.presses("It shows exactly this")
    for _ in range(12):
        hand.now += 0.4
        if terminal["by"] == "keys":
            await owner.strikes("1")
        else:
            await owner.taps(owner.screen, *check)
            await owner.settles()
    assert owner.radio.state == "OutcomeUnknown"


async def test_two_presses_at_the_last_key_pass_no_check_unread(one: Stage, owner: Owner) -> None:
    await last_key(one, owner)
    owner.hand.now += 2.0
    await owner.strikes("1")
    await owner.strikes("1")
    await owner.reads("THE RADIO MUST SHOW 3712")
    assert owner.radio.state == "Entering"


@pytest.mark.parametrize(("key", "every_s"), spread(["2", "3", "4", "9"], [1.9, 1.0, 0.4, 0.05]))
async def test_a_key_begun_while_a_statement_rests_never_makes_it(
    one: Stage, owner: Owner, key: str, every_s: float
) -> None:
    await prompted(one, owner)
    assert await hammers(owner, key, every_s) == []
    assert owner.radio.state == "OutcomeUnknown"


@pytest.mark.parametrize("every_s", spread([1.9, 0.4, 1.0], quick=1))
async def test_one_pressed_on_and_on_from_home_spends_no_try(owner: Owner, every_s: float) -> None:
    await owner.reads("ASKS FOR")
    for _ in range(3):  # to the check, and on and on there
        await hammers(owner, "1", every_s)
    assert owner.radio.state == "Entering"


@pytest.mark.parametrize("every_s", spread([1.9, 0.4, 1.0], quick=1))
async def test_a_step_is_not_stated_by_a_press_that_was_meant_for_the_one_before(
    owner: Owner, every_s: float
) -> None:
    await owner.plays(roads.TO_THE_CHECK[:3])
    step = owner.radio.step
    owner.hand.now += every_s
    await owner.strikes("1")
    assert owner.radio.step == step
    owner.hand.now += 2.0
    await owner.strikes("1")
    assert owner.radio.step == (step or 0) + 1


@pytest.mark.parametrize("beside", ["2", "3"])
async def test_a_key_beside_the_careful_answer_states_nothing_right_after_it(
    one: Stage, owner: Owner, beside: str
) -> None:
    await counted_out(one, owner)
    hand = owner.hand
    hand.now += 10
    await owner.strikes("1")
    hand.now += 0.4
    await owner.strikes(beside)
    assert owner.radio.state == "SafeToTry"


async def test_impatience_begins_the_rest_of_a_statement_anew(one: Stage, owner: Owner) -> None:
    await prompted(one, owner)
    hand = owner.hand
    hand.now += 1.9
    await owner.strikes("3")
    hand.now += 1.9
    await owner.strikes("3")
    assert owner.radio.state == "OutcomeUnknown"
    await owner.reads("░")
    hand.now += 2.0
    await owner.strikes("3")
    await owner.reads("PLAYING")


async def test_the_time_a_statement_rests_can_be_seen_to_pass(one: Stage, owner: Owner) -> None:
    await prompted(one, owner)
    hand = owner.hand
    await owner.reads("░░░░")
    hand.now += 1.0
    plays = next(each for each in owner.screen.query(ActionButton) if each.action.states)
    await owner.until(lambda: plays.filled == 0.5, "a bar that is half full")
    hand.now += 1.0
    await owner.until(lambda: "░" not in owner.text, "a button that can be pressed")


@pytest.mark.parametrize("key", ["1", "enter"])
async def test_the_words_of_a_list_are_chosen_neither_by_the_key_that_opened_it_nor_at_once(
    tmp_path: Path, key: str
) -> None:
    async with in_the_car(tmp_path, FORD) as (_, owner):
        await roads.third_refusal(owner)
        assert await hammers(owner, key, 2.0) == []
        owner.app.go_to_state()
        await owner.plays([("earliest safe try", "It still refuses"), ("What does it", "")])
        await owner.strikes("2")
        assert owner.radio.state == "Waiting"


async def unlocked_code(one: Stage, owner: Owner) -> None:
    """The code was shown, and has been hidden again."""
    await owner.plays([("ASKS FOR", "Show the code"), ("Hidden again", "Hide")])


async def more(one: Stage, owner: Owner) -> None:
    """Under More, unlocked."""
    await owner.plays(
        [("ASKS FOR", "More"), ("", "Lock, PIN and colours"), ("Lock this screen", "")]
    )


async def locks_and_keys(one: Stage, owner: Owner) -> None:
    """How safe the PIN is, with an unlocked screen."""
    owner.app.push_screen(PinKeyScreen())
    await owner.reads("New recovery key")


async def the_copies(one: Stage, owner: Owner) -> None:
    """The ways to a copy off the car."""
    await owner.plays([("ASKS FOR", "")])
    owner.app.push_screen(CopiesScreen())
    await owner.reads("QR code")


@contextmanager
def lasting(owner: Owner) -> Iterator[list[str]]:
    """What is done meanwhile that going back does not undo."""
    done: list[str] = []
    press = ActionButton.press

    def noted(self: ActionButton) -> None:
        if self.action.stays and self._takes(self.action):
            done.append(self.action.name)
        press(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ActionButton, "press", noted)
        yield done


LASTING: list[Prepare] = [
    plays,
    asks,
    counted_out,
    waits,
    unlocked_code,
    more,
    locks_and_keys,
    the_copies,
]


@pytest.mark.parametrize(
    ("prepare", "key"), spread(LASTING, ["1", "2", "3", "4", "6", "enter", "escape"])
)
async def test_a_key_pressed_on_and_on_does_nothing_that_lasts_but_with_its_first_press(
    one: Stage, owner: Owner, prepare: Prepare, key: str
) -> None:
    await prepare(one, owner)
    hand = owner.hand
    hand.now += 20  # what is there is not new
    await owner.strikes(key)
    with lasting(owner) as done:
        for _ in range(5):
            hand.now += 1.9
            await owner.strikes(key)
    assert done == []


@pytest.mark.parametrize("terminal", TERMINALS, ids=lambda at: str(at["size"]))
async def test_the_press_that_leads_home_shows_no_code_there(
    one: Stage, owner: Owner, terminal: Terminal
) -> None:
    hand = owner.hand
    await counted_out(one, owner)
    asks_again = next(b for b in owner.screen.query(ActionButton) if b.action.name == "asks")
    key, place = asks_again.action.key, asks_again.region.center
    await owner.presses("It asks for the code again")
    for _ in range(4):
        hand.now += 0.35
        if terminal["by"] == "keys":
            await owner.strikes(key)
        else:
            await owner.until(lambda: bool(owner.screen.region.area), "a screen that is laid out")
            await owner.taps(owner.screen, *place)
    assert not isinstance(owner.screen, CodeScreen)
    owner.app.go_to_state()
    await owner.plays([("ASKS FOR ITS CODE", "Show the code"), ("Hidden again", "")])


async def test_the_key_that_asked_what_a_position_shows_is_no_answer_until_it_has_rested(
    owner: Owner,
) -> None:
    hand = owner.hand
    await owner.plays([*roads.TO_THE_CHECK[:3], ("PRESS KEY 2", "It shows something else")])
    await owner.reads("What does position 2 show?")
    for _ in range(3):
        hand.now += 1.0
        await owner.strikes("2")
        await owner.reads("Look at the display first")
    hand.now += 2.0
    await owner.strikes("2")
    await owner.reads("That mends it.")


@pytest.mark.parametrize("missed_by", [(0, 0), (2, 0), (-2, 1), (0, -1)])
async def test_the_tap_that_chose_a_position_is_no_answer_however_it_misses(
    tmp_path: Path, missed_by: tuple[int, int]
) -> None:
    async with in_the_car(tmp_path, by="taps") as (_, owner):
        await owner.plays([*roads.TO_THE_CHECK, ("MUST SHOW", "It shows something else")])
        await owner.reads("WHICH POSITION")
        positions = owner.screen.query_one(PositionsPad)
        owner.lets_stand(True)
        x, y = (int(at) for at in positions.place_of("2").center)
        await owner.taps(owner.screen, x, y)
        await owner.reads("What does position 2 show?")
        pad = owner.screen.query_one(ShownPad)
        there = [pad.place_of(cell.token) for cell in pad.shown_cells()]
        at = (x + missed_by[0], y + missed_by[1])
        assert any(place.contains(*at) for place in there), "a tap between two keys proves nothing"
        await owner.taps(owner.screen, *at)
        await owner.reads("Look at the display first")
        owner.lets_stand(True)
        await owner.taps(owner.screen, *at)
        await owner.until(lambda: not isinstance(owner.screen, SomethingElseScreen), "an answer")
