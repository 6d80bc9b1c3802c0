"""How the simulated head units are keyed, told as the facts they are written from are told."""

from pi.radio.simulated import PLAYS, SimulatedHeadUnit, Unknowns
from tests.pi.radio.locked_sets import submit_wrong, switched_on


def test_the_qashqai_takes_five_one_six_and_nine_presses_and_a_long_press_of_6() -> None:
    unit = switched_on("nissan-radio-code", "5169")
    for key, times in (("1", 5), ("2", 1), ("3", 6), ("4", 9)):
        unit.press(key, times)
    unit.hold(("6",))
    assert unit.playing


def test_the_qashqai_doesnt_take_a_short_press_of_6() -> None:
    unit = switched_on("nissan-radio-code", "0000")
    unit.press("6")
    assert unit.locked


def test_the_hyundai_takes_ten_presses_for_a_zero() -> None:
    unit = switched_on("hyundai-cde", "9805")
    for key, times in (("1", 9), ("2", 8), ("3", 10), ("4", 5), ("5", 1)):
        unit.press(key, times)
    assert unit.playing


def test_the_hyundai_counts_its_attempts_on_the_prompt() -> None:
    unit = submit_wrong(switched_on("hyundai-cde", "9805"))
    assert unit.display == "2 CDE"


def test_the_vw_shows_1000_when_its_two_keys_are_held() -> None:
    unit = switched_on("vw-safe", "1234", chord=1)
    unit.hold(("RDS", "TP"))
    assert unit.display == "1000"


def test_the_vw_takes_1000_as_the_code_when_the_keys_are_held_on() -> None:
    unit = switched_on("vw-safe", "1234")
    unit.hold(unit.chord, 10)
    assert (unit.display, unit.wrong_codes) == ("1 SAFE", 1)


def test_the_vw_submits_with_the_same_two_keys() -> None:
    unit = switched_on("vw-safe", "1000")
    unit.hold(unit.chord)
    unit.hold(unit.chord)
    assert unit.playing


def test_the_opel_asks_only_when_as_is_held_while_it_is_switched_on() -> None:
    unit = switched_on("opel-safe", "1030")
    unit.hold(("AS",))
    assert unit.display == "10 SAFE"


def test_the_opel_takes_one_press_more_than_the_digit_from_a_dash() -> None:
    unit = SimulatedHeadUnit("opel-safe", "1030")
    unit.hold(("AS",), switching_on=True)
    for key, times in (("1", 2), ("2", 1), ("3", 4), ("4", 1)):
        unit.press(key, times)
    assert unit.display == "10 1030"


def test_the_opel_asks_after_ten_seconds_where_three_are_not_enough() -> None:
    unit = SimulatedHeadUnit("opel-safe", "1030", Unknowns(slow=True))
    unit.hold(("AS",), 3, switching_on=True)
    assert not unit.asks


def test_the_honda_takes_each_digit_from_its_own_key() -> None:
    unit = switched_on("honda-5-digit", "43825")
    for key in "43825":
        unit.press(key)
    assert unit.playing


def test_a_set_that_hides_its_digits_shows_a_star_for_each() -> None:
    unit = switched_on("bmw-5-digit", "12345", shows_digits=False)
    unit.press("1", 2)
    assert (unit.display, unit.digits) == ("**", None)


def test_the_rover_stores_with_the_key_that_opens_and_submits() -> None:
    unit = switched_on("rover-r960", "1203", start="0")
    for times in (0, 1, 2, 0, 3):
        unit.press("manual tune right", times)
        unit.press("1")
    assert unit.playing


def test_the_column_wheel_turns_either_way() -> None:
    unit = switched_on("renault-column", "9000")
    unit.turn("column wheel", -1)
    unit.hold(("lower column key",))
    assert unit.playing


def test_the_renault_says_code_before_it_shows_zeros() -> None:
    unit = SimulatedHeadUnit("renault-keypad", "1234")
    unit.switch(True)
    first = unit.display
    unit.pass_time(5)
    assert (first, unit.display) == ("CODE", "0000")


def test_a_press_may_only_make_the_digit_blink() -> None:
    unit = switched_on("renault-keypad", "2000", first_press_selects=True)
    unit.press("1", 3)
    assert unit.digits == "2000"


def test_a_digit_may_stop_at_nine() -> None:
    unit = switched_on("nissan-radio-code", "9000", wraps=False)
    unit.press("1", 15)
    assert unit.digits == "9000"


def test_the_lexus_forgets_the_digits_after_ten_seconds() -> None:
    unit = switched_on("lexus-sec", "123")
    unit.hold(("1", "TUNE up"))
    unit.press("1")
    unit.pass_time(11)
    assert unit.display == "SEC"


def test_the_first_press_on_the_gm_brings_zeros_in_place_of_loc() -> None:
    unit = switched_on("gm-theftlock-1994", "345")
    unit.press("MIN")
    assert unit.display == "000"


def test_the_gm_steps_hours_on_the_left_and_minutes_on_the_right() -> None:
    unit = switched_on("gm-theftlock-1994", "1207")
    unit.press("HR", 13)
    unit.press("MIN", 7)
    unit.press("AM/FM")
    assert unit.display == "SEC"


def test_the_gm_takes_no_digits_with_the_radio_on() -> None:
    unit = switched_on("gm-theftlock-1994", "345")
    unit.switch(True)
    unit.press("MIN")
    assert (unit.asks, unit.display) == (False, "LOC")


def test_the_gm_plays_when_it_is_switched_on_after_its_code() -> None:
    unit = switched_on("gm-theftlock-1994", "100")
    unit.press("HR", 2)
    unit.press("AM/FM")
    unit.switch(True)
    assert (unit.playing, unit.display) == (True, PLAYS)


def test_the_fiat_empties_its_box_as_often_as_one_likes() -> None:
    unit = switched_on("fiat-connect-nav", "1234")
    for _ in range(50):
        for key in ("9", "9", "9", "9", "OK"):
            unit.touch(key)
    assert (unit.asks, unit.digits) == (True, "----")


def test_no_key_does_a_thing_on_a_set_tied_to_the_immobiliser() -> None:
    unit = switched_on("nissan-secure", "")
    for key in "123456":
        unit.press(key)
    assert unit.display == "SECURE"
