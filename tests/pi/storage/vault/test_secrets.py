"""What may be a secret, what it is turned into and at what cost, and the seals that it opens."""

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.storage.errors import InvalidSecretError
from pi.storage.vault import crypto, secret_rules
from pi.storage.vault.secret_rules import (
    ALPHABET,
    RecoveryKey,
    find_new_passphrase_problem,
    find_new_pin_problem,
    find_passphrase_problem,
    find_pin_problem,
    passphrase_bytes,
    pin_bytes,
)
from pi.storage.vault.unlockers import DEAREST

GUESSED_FIRST = ("1234", "0000", "9876", "7890", "1212", "123123", "111111", "210987654321")


@given(st.from_regex(r"[0-9]{4,12}", fullmatch=True))
def test_four_to_twelve_digits_are_a_pin_and_no_new_passphrase(pin: str) -> None:
    assert find_pin_problem(pin) is None
    assert find_new_passphrase_problem(pin) is not None


@pytest.mark.parametrize(
    ("find", "text", "rule"),
    [
        (find_pin_problem, "", "empty"),
        (find_pin_problem, "123", "too_short"),
        (find_pin_problem, "1" * 13, "too_long"),
        (find_pin_problem, "12a4", "not_digits"),
        (find_pin_problem, "12 34", "not_digits"),
        (find_pin_problem, "١٢٣٤", "not_digits"),
        (find_pin_problem, "²²²²", "not_digits"),
        (find_pin_problem, "1234", None),  # it may open a vault already
        *[(partial(find_new_pin_problem, codes=()), each, "too_easy") for each in GUESSED_FIRST],
        *[
            (partial(find_new_pin_problem, codes=()), each, None)
            for each in ("2580", "1024", "0042")
        ],
        (find_passphrase_problem, "", "empty"),
        (find_passphrase_problem, "seven77", "too_short"),
        (find_passphrase_problem, "x" * 1025, "too_long"),
        (find_passphrase_problem, "password1", None),  # it may open a vault already
        (find_new_passphrase_problem, "seven77", "too_short"),
        (find_new_passphrase_problem, "849205713662", "like_a_pin"),
        (find_new_passphrase_problem, "password1", "too_easy"),
        (find_new_passphrase_problem, "qwertyuiop", "too_easy"),
        (find_new_passphrase_problem, "quiet quiet quiet", "too_easy"),
        (find_new_passphrase_problem, "four quiet winter roads", None),
    ],
)
def test_what_is_no_secret_is_told_by_its_rule(find: object, text: str, rule: str | None) -> None:
    problem = find(text)  # type: ignore[operator]
    assert (problem and problem.rule) == rule


def test_what_was_set_under_an_earlier_bound_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_rules, "PIN_SHORTEST", 6)
    monkeypatch.setattr(secret_rules, "PASSPHRASE_SHORTEST", 20)
    assert (pin_bytes("0042"), passphrase_bytes("old words")) == (b"0042", b"old words")
    new = find_new_pin_problem("0042", ()), find_new_passphrase_problem("old words")
    assert [problem and problem.rule for problem in new] == ["too_short"] * 2


def test_two_ways_of_typing_one_letter_are_one_passphrase_and_spaces_and_case_count() -> None:
    assert passphrase_bytes("Schl\u00fcssel") == passphrase_bytes("Schlu\u0308ssel")
    assert len({passphrase_bytes(text) for text in ("two words", "two Words", "two words ")}) == 3


@given(st.text(max_size=3).filter(bool))
def test_an_error_never_holds_the_text(text: str) -> None:
    with pytest.raises(InvalidSecretError) as caught:
        pin_bytes(text)
    assert caught.value.args in [("not_digits",), ("too_short",)]


keys = st.text(ALPHABET, min_size=28, max_size=28).map(RecoveryKey)
LIKE = {"0": "0Oo", "1": "1IiLl"}


@given(keys, st.data())
def test_a_recovery_key_is_read_back_however_it_is_typed_and_never_prints(
    key: RecoveryKey, data: st.DataObject
) -> None:
    """Case, gaps and letters that look alike are forgiven."""
    text = ""
    for character in key.secret().decode():
        alike = LIKE.get(character, character + character.lower())
        text += data.draw(st.sampled_from(alike))
        text += data.draw(st.sampled_from(["", "", "", "-", " ", " - "]))
    shown = key.reveal()
    assert [len(group) for group in shown.split("-")] == [4] * 7
    assert {RecoveryKey.parse(one).secret() for one in (shown, text)} == {key.secret()}
    assert shown[:4] not in f"{key} {key!r} {key:>40} {[key]}"


def test_recovery_keys_are_made_of_every_letter_that_looks_like_no_other() -> None:
    made = {RecoveryKey.generate().reveal() for _ in range(200)}
    assert len(made) == 200
    assert set("".join(made)) - {"-"} == set(ALPHABET)
    assert len(set(ALPHABET) - set("ILOU")) == 32


@pytest.mark.parametrize(
    ("text", "rule", "position"),
    [
        ("", "empty", None),
        (" - ", "empty", None),
        ("ABCD-E", "wrong_length", None),
        ("0" * 29, "wrong_length", None),
        ("AB-C*D", "wrong_character", 4),
        ("0" * 27 + "U", "wrong_character", 28),
        ("0" * 27 + "ß", "wrong_character", 28),
    ],
)
def test_what_is_no_recovery_key_is_told_by_rule_and_place(
    text: str, rule: str, position: int | None
) -> None:
    with pytest.raises(InvalidSecretError) as caught:
        RecoveryKey.parse(text)
    assert (caught.value.problem.rule, caught.value.problem.position) == (rule, position)


class Device:
    """A device that takes so many seconds for one pass over 64 MiB, and its clock."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._time = 0.0

    def now(self) -> float:
        return self._time

    def takes(self, cost: crypto.KdfCost) -> float:
        return self._seconds * cost.passes * cost.memory_kib / crypto.USUAL_KIB

    def run(self, cost: crypto.KdfCost) -> None:
        self._time += self.takes(cost)


@given(st.floats(0.001, 10.0))
def test_the_cost_of_a_guess_follows_the_device_from_a_floor_to_a_ceiling(seconds: float) -> None:
    device = Device(seconds)
    made = crypto.calibrate(device.now, crypto.USUAL_KIB, device.run)
    assert 3 <= made.passes <= crypto.MOST_PASSES
    assert device.takes(made) <= crypto.LONGEST_S or seconds > 2.0
    assert 0.5 <= device.takes(made) <= 1.0 or not 0.05 <= seconds <= 0.25
    # The dearest that is made is far from the dearest that is run.
    assert made.memory_kib * made.passes * made.lanes * 4 <= DEAREST.memory_kib * DEAREST.passes
    assert made.memory_kib <= DEAREST.memory_kib


def test_a_slow_device_takes_less_memory_and_a_clock_that_stands_still_gives_the_floor() -> None:
    slow = Device(1.9)
    wanted = crypto.KdfCost(memory_kib=crypto.SMALL_BOARD_KIB, passes=3)
    assert crypto.calibrate(slow.now, crypto.USUAL_KIB, slow.run) == wanted
    assert crypto.calibrate(lambda: 5.0, crypto.USUAL_KIB, slow.run).passes == 3


@pytest.mark.parametrize(
    ("meminfo", "memory"),
    [
        ("MemTotal:         442908 kB\nMemFree: 1 kB\n", crypto.SMALL_BOARD_KIB),
        ("MemTotal:         524288 kB\n", crypto.SMALL_BOARD_KIB),
        ("MemTotal:         948304 kB\n", crypto.USUAL_KIB),
        ("MemFree: 948304 kB\n", crypto.SMALL_BOARD_KIB),
        ("MemTotal: lots\n", crypto.SMALL_BOARD_KIB),
        (None, crypto.SMALL_BOARD_KIB),  # without a word from the kernel
    ],
)
def test_the_memory_follows_the_board(tmp_path: Path, meminfo: str | None, memory: int) -> None:
    if meminfo is not None:
        (tmp_path / "meminfo").write_text(meminfo)
    assert crypto.memory_for_board(tmp_path / "meminfo") == memory


def test_the_derivation_is_argon2id_as_others_compute_it_and_bound_to_its_cost() -> None:
    """A value of the test suite of Argon2's reference implementation, version 1.3."""
    usual = {"memory_kib": 256, "passes": 2, "lanes": 1}
    made = crypto.derive(b"password", b"somesalt", crypto.KdfCost(**usual))
    assert made.hex() == "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"
    for other in ({"memory_kib": 72}, {"passes": 1}, {"lanes": 2}):
        assert crypto.derive(b"password", b"somesalt", crypto.KdfCost(**(usual | other))) != made


KEY = crypto.cipher_of(bytes(range(32)))
places = st.lists(st.binary(max_size=6), max_size=5)


@given(st.binary(max_size=300), places, places)
def test_a_seal_opens_at_its_place_and_at_no_other(
    plain: bytes, here: list[bytes], there: list[bytes]
) -> None:
    sealed = crypto.seal(KEY, plain, crypto.place(*here))
    assert crypto.unseal(KEY, sealed, crypto.place(*here)) == plain
    assert (crypto.place(*here) == crypto.place(*there)) == (here == there)
    if here != there:
        with pytest.raises(crypto.BrokenSealError):
            crypto.unseal(KEY, sealed, crypto.place(*there))


@given(st.integers(0, 79), st.integers(0, 7))
def test_a_seal_opens_with_no_other_bit_key_or_nonce_none_is_alike(byte: int, bit: int) -> None:
    sealed = crypto.seal(KEY, crypto.pad(b"0042"), b"here")
    changed = bytearray(sealed.ciphertext)
    changed[byte] ^= 1 << bit
    other_bit = crypto.Sealed(nonce=sealed.nonce, ciphertext=bytes(changed))
    nonces = (b"", b"short", bytes(13), bytes(12))
    spoilt = [crypto.Sealed(nonce=nonce, ciphertext=sealed.ciphertext) for nonce in nonces]
    for key, other in (
        (crypto.cipher_of(bytes(32)), sealed),
        *((KEY, one) for one in (other_bit, *spoilt)),
    ):
        with pytest.raises(crypto.BrokenSealError):
            crypto.unseal(key, other, b"here")
    assert crypto.seal(KEY, crypto.pad(b"0042"), b"here").ciphertext != sealed.ciphertext


@given(st.binary(max_size=300))
def test_padding_fills_whole_blocks_and_is_undone_where_it_was_done(plain: bytes) -> None:
    padded = crypto.pad(plain)
    assert (crypto.unpad(padded), len(padded) % 64) == (plain, 0)
    assert len(padded) == 64 or len(plain) > 63  # every code has the same length
    for never in (b"", bytes(64), b"\x80" + bytes(62), b"\x80x" + bytes(62)):
        with pytest.raises(crypto.BrokenSealError):
            crypto.unpad(never)
