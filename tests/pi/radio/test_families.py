"""What a mistake in a family's file would cost its owner, family by family."""

from itertools import islice, takewhile
from operator import attrgetter

import pytest

from pi.catalogue import catalogue
from pi.catalogue.catalogue import load
from pi.radio import lockout
from pi.radio.entry import UnknownKeys
from pi.radio.head_unit import About, CodeShape, HeadUnit, Meaning, Protection
from pi.radio.press_plan import NoCodeToKeyInError, plan
from pi.radio.security_code import SecurityCode
from pi.radio.simulated.dials import ENTRY
from pi.radio.simulated.families import FAMILIES, can_have, worlds
from pi.radio.steps import Check, Hold, Plan, Press, Step
from tests.pi.radio.benches import FAMILIES_WITH_STEPS, Bench, every_digit_everywhere

MINUTE, HOUR = 60, 3600
DAY = 24 * HOUR
NEVER_ASK = ["mazda-rx7", "media-nav", "nissan-secure", "nissan-xtrail-t30", "opel-paired"]
NEVER_ASK += ["peugeot-rd4", "psa-display-locked", "sevel-van-paired"]
COMPATIBLE = {"audi-delta-1990"}  # of which one account says more than the other
MITSUBISHIS = ["mitsubishi-off", "mitsubishi-preset"]


def planned(family: str, digits: str) -> Plan:
    shape = load(family).code
    assert shape is not None
    return plan(load(family), SecurityCode(digits, shape))


def opened(family: str) -> Hold:
    """How its prompt is opened."""
    opening = planned(family, "5069")[1]
    assert isinstance(opening, Hold)
    return opening


def cost(family: str, wrong: int) -> lockout.Cost:
    return lockout.cost_of(load(family).lockout, wrong)


def disagreements(family: str) -> set[About]:
    """What the sources of a family contradict each other about."""
    return {one.about for one in load(family).disagreements}


OWING_MORE = [
    ("acura-navigation", [*[0] * 9, None], None),
    ("fiat-body-computer", [None], None),
    ("ford-6000cd", [0, 0, HOUR, HOUR, HOUR], 10),
    ("grundig-wkc5100", [None] * 3, None),
    ("honda-5-digit", [0, 0, HOUR], None),
    ("honda-6-digit", [None, None], None),
    ("hyundai-cde", [0, None, None], None),
    ("land-rover-discovery-1", [0, 0, 90 * MINUTE], None),
    ("land-rover-philips", [0, 0, 90 * MINUTE], None),
    ("lexus-sec", [None, None], 9),
    ("mercedes-5-digit", [0, 0, 15 * MINUTE], None),
    ("mercedes-sc-key", [0, 0, HOUR], None),
    ("mercedes-becker", [0, 0, HOUR, 0, 0, HOUR, 0, 0, DAY], None),
    ("nissan-connect", [None], None),
    ("nissan-micra-k11", [10, 10, HOUR], None),
    ("nissan-radio-code", [MINUTE, 2 * MINUTE, HOUR], None),
    ("opel-safe", [10, 30, HOUR, HOUR, 3 * HOUR, 3 * HOUR], 6),
    ("peugeot-505-alpine", [0, 0, 70 * MINUTE], None),
    ("porsche-becker", [0, 0, HOUR], None),
    ("psa-display-locked", [0, 90 * MINUTE], None),
    ("smart-grundig", [20, DAY, DAY], 4),
    ("volvo-850", [0, 0, 2 * HOUR], None),
]


@pytest.mark.parametrize(("family", "owed", "last"), OWING_MORE)
def test_wrong_codes_cost_the_longest_and_end_at_the_earliest_that_is_told(
    family: str, owed: list[float | None], last: int | None
) -> None:
    tries = [cost(family, at) for at in range(1, 101)]
    assert [each.wait_s for each in tries[: len(owed)]] == owed
    assert next((at for at, each in enumerate(tries, 1) if each.dead_end), None) == last


@pytest.mark.parametrize("family", FAMILIES_WITH_STEPS)
def test_a_wrong_code_is_said_to_cost_what_the_simulated_set_takes(family: str) -> None:
    """Of the sets that differ the dearest is meant; where it is known that more may be owed, less
    is never said.
    """
    more = family in {name for name, *_ in OWING_MORE}
    accounts = FAMILIES[family].accounts
    ends = [one.dead_after for one in accounts if one.dead_after is not None]
    last = min(ends, default=None)
    for at in range(1, min([*ends, 12])):
        owed = cost(family, at).wait_s
        taken = max(one.wait_after(at) for one in accounts)
        assert owed == taken or (more and (owed is None or owed > taken)), at
    dead = next((at for at in range(1, 101) if cost(family, at).dead_end), None)
    assert more or dead == last


@pytest.mark.parametrize(
    ("family", "wrong", "left"),
    [
        ("hyundai-cde", 0, 2),
        ("honda-5-digit", 0, 3),
        ("mazda-err", 0, 3),
        ("mazda-rx7", 0, 3),
        ("saab-band", 3, 1),
    ],
)
def test_the_fewest_tries_that_are_told_are_left(family: str, wrong: int, left: int) -> None:
    assert lockout.tries_left(load(family).lockout, wrong) == left


@pytest.mark.parametrize(
    ("told", "value", "families"),
    [
        ("lockout.may_take_s", HOUR, ["mercedes-5-digit"]),
        ("lockout.may_take_s", 90 * MINUTE, ["nissan-radio-code", "porsche-becker"]),
        ("lockout.may_take_s", 11 * HOUR, ["opel-safe"]),
        ("lockout.may_take_s", 12 * HOUR, ["volvo-850"]),
        ("timer.counts_while", lockout.CountsWhile.RADIO_ON, ["saab-band", "saturn-2002"]),
        (
            "timer.counts_while",
            lockout.CountsWhile.IGNITION_AND_RADIO_ON,
            ["volvo-850", *MITSUBISHIS],
        ),
        ("timer.on_interruption", lockout.OnInterruption.RESTARTS, ["bmw-bavaria-c", "opel-safe"]),
        ("timer.trips_add_up", False, ["bmw-5-digit", "clarion-code-in"]),
        ("timer.wait_over_sign", lockout.WaitOverSign.DISPLAY_BLANK, ["mitsubishi-off"]),
        ("timer.radio_auto_off_min", 60, ["opel-safe"]),
        ("timer.radio_auto_off_min", 20, ["alfa-fiat-blaupunkt"]),
        ("behaviour.trial_play_min", 2, ["renault-keypad", "renault-column"]),
        ("behaviour.trial_play_min", 5, ["land-rover-philips"]),
        ("entry.mistakes.start_again_costs_a_try", True, ["mazda-rx7"]),
        ("protection", Protection.KEY_CARD, ["blaupunkt-keycard"]),
        ("protection", Protection.IMMOBILISER_LINKED, ["nissan-secure"]),
        ("protection", Protection.VEHICLE_PAIRED, ["opel-paired", "peugeot-rd4", "porsche-most"]),
        ("protection", Protection.VEHICLE_PAIRED, ["sevel-van-paired"]),
        ("protection", Protection.USER_CHOSEN_CODE, ["gm-theftlock-1994", "lexus-sec"]),
        ("protection", Protection.USER_CHOSEN_CODE, ["mazda-rx7", "saturn-2002"]),
    ],
)
def test_of_a_family_is_told(told: str, value: object, families: list[str]) -> None:
    """A longer wait somebody reported, what it counts with, what stops it, what is no proof ..."""
    assert {family: attrgetter(told)(load(family)) for family in families} == dict.fromkeys(
        families, value
    )


def test_a_dear_wrong_code_is_warned_of_and_a_mitsubishis_fourth_may_lock_it() -> None:
    dear = ["jaguar-series3", "nissan-connect", "fiat-body-computer"]
    assert all(cost(family, 1).needs_a_warning for family in dear)
    assert cost("mitsubishi-preset", 4).ends_series


def test_every_wait_starts_again_and_a_grundigs_alone_runs_with_the_radio_off() -> None:
    timers = {one.id: one.timer for one in catalogue.all_head_units()}
    assert all(map(lockout.restarts_the_wait, timers.values()))
    supply = lockout.CountsWhile.PERMANENT_SUPPLY_ONLY
    running = [name for name, timer in timers.items() if timer.counts_while is supply]
    assert running == ["grundig-wkc5100"]


@pytest.mark.parametrize(
    ("family", "digits", "times"),
    [
        ("nissan-radio-code", "5069", [5, 0, 6, 9]),
        ("hyundai-cde", "8401", [8, 4, 10, 1]),
        ("honda-5-digit", "07890", [1] * 5),
        ("bmw-5-digit", "1234", [1] * 4),
        ("bmw-5-digit", "12345", [1] * 5),
        ("gm-theftlock-1994", "1205", [None, None]),
        ("grundig-wkc5100", "1703", [None] * 4),
        ("mitsubishi-off", "5069", [None] * 4),
    ],
)
def test_a_number_of_presses_is_given_only_where_it_is_sure(
    family: str, digits: str, times: list[int | None]
) -> None:
    keyed = [step for step in planned(family, digits) if isinstance(step, Press) and step.digit]
    assert [step.times for step in keyed] == times


NO_KEY_TOLD = ["acura-navigation", "alfa-fiat-blaupunkt", "clarion-code-in", "fiat-body-computer"]
NO_KEY_TOLD += ["mazda-err", "mazda-rx7", "mitsubishi-preset", "psa-display-locked"]


@pytest.mark.parametrize("family", NO_KEY_TOLD)
def test_no_key_is_named_where_nobody_names_one_and_the_last_digit_may_submit(family: str) -> None:
    digits = "5069"
    entry = load(family).entry
    assert entry is not None
    assert isinstance(entry.method, UnknownKeys)
    shown = entry.method.shows_digits
    by_handbook = [
        Press(
            key=None,
            times=None,
            display=digits[:at] if shown else None,
            position=at,
            digit=digit,
            confirms=at == len(digits),
            confirm_unknown=at == len(digits),
        )
        for at, digit in enumerate(digits, 1)
    ]
    *keyed, check, last = planned(family, digits)[1:]
    assert [*keyed, last] == by_handbook
    assert check == Check(display=digits[:-1] if shown else None)


@pytest.mark.parametrize(
    ("family", "digits", "first"),
    [
        ("land-rover-philips", "50691", Hold(keys=("BAND",), seconds=3, where=("SECURITY",))),
        ("saab-band", "5069", Hold(keys=("BAND",), until="CODE IN", where=("----",))),
    ],
)
def test_a_prompt_is_opened_as_is_told(family: str, digits: str, first: Step) -> None:
    assert planned(family, digits)[1] == first


def test_the_keys_that_open_a_vw_or_an_early_audi_are_let_go_at_once_and_submit() -> None:
    """Held on, they would enter 1000. Every pair that was reported of a VW is named."""
    assert opened("audi-wiesbaden-1990").release_at_once
    assert opened("audi-delta-1990").release_at_once
    opening, last = opened("vw-safe"), planned("vw-safe", "5069")[-1]
    claims = next(one.claims for one in load("vw-safe").disagreements)
    assert (opening.until, opening.release_at_once, opening.keys) == ("1000", True, None)
    assert [" + ".join(pair) for pair in opening.key_options] == [one.says for one in claims]
    assert last == Hold(keys=None, key_options=opening.key_options, until="SAFE", confirms=True)


@pytest.mark.parametrize("family", FAMILIES_WITH_STEPS)
def test_a_code_has_the_lengths_and_digits_that_a_simulated_set_has_keys_for(family: str) -> None:
    shape, simulated = load(family).code, FAMILIES[family]
    assert shape is not None
    assert (shape.lengths, shape.max_value) == (simulated.lengths, simulated.most)
    for at in range(max(shape.lengths)):
        assert set(shape.digits_at(at)) == set(simulated.legal)


def test_a_set_without_a_code_offers_no_steps() -> None:
    without = [one for one in catalogue.all_head_units() if one.id not in FAMILIES_WITH_STEPS]
    assert [one.id for one in without if one.code is not None] == []
    for head_unit in without:
        with pytest.raises(NoCodeToKeyInError):
            plan(head_unit, SecurityCode("5069", CodeShape(lengths=(4,))))


@pytest.mark.parametrize(
    ("family", "meaning", "words"),
    [
        ("bmw-bavaria-c", Meaning.FINAL, ("OFF",)),
        ("ford-6000cd", Meaning.FINAL, ("LOCKED{used}",)),
        ("gm-theftlock-1994", Meaning.PROMPT, ("LOC",)),
        ("gm-theftlock-1994", Meaning.WAITING, ("LOC", "InOP")),
        ("mazda-err", Meaning.FINAL, ("ERR",)),
        ("mazda-rx7", Meaning.FINAL, ("ERR",)),
        ("grundig-wkc5100", Meaning.NOT_A_PROMPT, ("CODE",)),
        ("mazda-err", Meaning.WAITING, ()),
        ("mazda-rx7", Meaning.WAITING, ()),
        ("mitsubishi-off", Meaning.WAITING, ("OFF",)),
        ("nissan-micra-k11", Meaning.NOT_A_PROMPT, ("SECURITY",)),
        ("nissan-secure", Meaning.NOT_A_PROMPT, ("SECURE", "SECURITY", "NEW", "WAIT")),
        ("nissan-secure", Meaning.WAITING, ()),
        ("saturn-2002", Meaning.WAITING, ("LOCK",)),
        ("volvo-850", Meaning.WAITING, ("OFF",)),
    ],
)
def test_a_word_means_what_it_means_on_this_set_alone(
    family: str, meaning: Meaning, words: tuple[str, ...]
) -> None:
    assert load(family).words_meaning(meaning) == words


@pytest.mark.parametrize(
    ("family", "asks"),
    [
        ("alfa-fiat-blaupunkt", {"CODE ----"}),
        ("bmw-5-digit", {"CODE", "CODE ----"}),
        ("honda-5-digit", {"COdE", "ENTER CODE"}),
        ("land-rover-discovery-1", {"CODE"}),
        ("lexus-sec", {"SEC", "---"}),
        ("mitsubishi-preset", {"code"}),
        ("nissan-connect", {"PIN"}),
        ("nissan-micra-1993", {"---", "000"}),
        ("renault-philips-22dc", {"CODE", "0000"}),
        ("rover-r960", {"CODE"}),
        *[(family, set()) for family in NEVER_ASK],
    ],
)
def test_each_family_asks_in_its_own_words(family: str, asks: set[str]) -> None:
    known = (Meaning.PROMPT, Meaning.BEFORE_PROMPT)
    assert {text for meaning in known for text in load(family).words_meaning(meaning)} == asks


def sets_no_digit(step: Step) -> bool:
    return not (isinstance(step, Check) or getattr(step, "digit", None))


@pytest.mark.parametrize("family", FAMILIES_WITH_STEPS)
def test_what_the_simulated_set_shows_as_it_asks_finds_its_family(family: str) -> None:
    shape = load(family).code
    assert shape is not None
    *_, code = every_digit_everywhere(shape)
    possible = (each for each in worlds(family, only=ENTRY) if can_have(family, code, each))
    for unknowns in islice(possible, 8):
        bench = Bench(family=family, unknowns=unknowns, code=code)
        hand = bench.hand()
        hand.make_all(takewhile(sets_no_digit, bench.plan))
        shown = hand.unit.display
        known = catalogue.Catalogue().search(shows=shown)
        assert hand.unit.asks
        assert load(family) in known or not any(map(str.isalpha, shown))


@pytest.mark.parametrize(
    ("family", "costs"),
    [
        ("honda-5-digit", [(False, None), (False, None)]),
        ("nissan-connect", [(True, 3)]),
        ("nissan-note-2009", [(None, None)]),
        ("nissan-radio-code", [(None, None)]),
    ],
)
def test_what_it_costs_to_see_a_serial_number_is_said_where_it_is_known(
    family: str, costs: list[tuple[bool | None, int | None]]
) -> None:
    assert [(one.costs_attempts, one.tries) for one in load(family).serial.displays] == costs


def test_the_navigation_has_a_serial_number_like_its_six_digit_kin() -> None:
    assert load("acura-navigation").serial.patterns == load("honda-6-digit").serial.patterns


def test_what_to_mind_before_anything_else_is_said() -> None:
    assert "power key" in (load("honda-5-digit").behaviour.first_aid or "")
    assert "BND" in (load("clarion-code-in").behaviour.first_aid or "")
    assert "front door" in (load("sevel-van-paired").behaviour.first_aid or "")
    assert all(load(family).behaviour.first_aid for family in ("mazda-err", "mazda-rx7"))


def test_what_a_mercedes_with_an_sc_key_costs_is_marked_as_borrowed() -> None:
    (borrowed,) = load("mercedes-sc-key").lockout.candidates
    assert all(source.inferred for source in borrowed.sources)


# Where sources contradict each other all is told, and the careful reading is the rule.


@pytest.mark.parametrize("head_unit", catalogue.all_head_units(), ids=lambda one: one.id)
def test_accounts_that_differ_are_said_to_once(head_unit: HeadUnit) -> None:
    assert len(disagreements(head_unit.id)) == len(head_unit.disagreements)
    alone = [lockout.Lockout(candidates=(one,)) for one in head_unit.lockout.candidates]
    told = {tuple(lockout.cost_of(one, at) for at in range(1, 13)) for one in alone}
    disputed = disagreements(head_unit.id) & {About.WAIT, About.TRIES, About.END}
    assert disputed or len(told) < 2 or head_unit.id in COMPATIBLE


@pytest.mark.parametrize(
    ("family", "disputed"),
    [
        ("audi-wiesbaden-1990", {About.END}),
        ("bmw-5-digit", {About.LENGTH, About.POWER, About.WAIT, About.ENTRY, About.CONFIRM}),
        ("grundig-wkc5100", {About.ENTRY}),
        ("hyundai-cde", set()),
        ("mitsubishi-preset", {About.WAIT, About.TRIES, About.POWER}),
        ("nissan-micra-1993", {About.LENGTH}),
        ("nissan-note-2009", {About.WAIT, About.END, About.SERIAL}),
        ("nissan-radio-code", {About.WAIT, About.CONFIRM, About.SERIAL}),
        ("nissan-secure", {About.DISPLAY}),
        ("opel-safe", {About.OPENING, About.CONFIRM, About.ENTRY, About.WAIT, About.END}),
        ("renault-keypad", {About.WAIT, About.ENTRY, About.CONFIRM}),
        ("saab-band", {About.POWER}),
    ],
)
def test_that_sources_disagree_is_said_and_nowhere_else(family: str, disputed: set[About]) -> None:
    assert disagreements(family) == disputed


def test_all_that_is_told_of_a_disputed_thing_stands_there_and_what_decides() -> None:
    honda, ford, lexus = (
        {one.about: one for one in load(family).disagreements}
        for family in ("honda-5-digit", "ford-6000cd", "lexus-sec")
    )
    disputed = honda[About.TRIES], ford[About.WAIT], lexus[About.END]
    assert [len(one.claims) for one in disputed] == [3, 2, 2]
    assert ford[About.SERIAL].applied == "the label decides"


@pytest.mark.parametrize(
    ("typed", "family"), [("toyota-sec-1999", "lexus-sec"), ("SC-815", "volvo-850")]
)
def test_a_set_is_found_by_another_name_of_it(typed: str, family: str) -> None:
    assert catalogue.Catalogue().search(typed)[0].id == family
