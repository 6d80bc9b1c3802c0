"""A seal opens with its key at its place, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.storage.sealing import BrokenSealError, Sealed, cipher_of, pad, place, seal, unpad, unseal

KEY = cipher_of(bytes(range(32)))
parts = st.lists(st.binary(max_size=6), max_size=5)


@given(st.binary(max_size=300), st.binary(max_size=20))
def test_what_was_sealed_is_opened(plain: bytes, where: bytes) -> None:
    assert unseal(KEY, seal(KEY, plain, where), where) == plain


@given(parts, parts)
def test_two_places_are_alike_only_if_all_their_parts_are(
    one: list[bytes], other: list[bytes]
) -> None:
    assert (place(*one) == place(*other)) == (one == other)


@given(st.binary(max_size=20), st.binary(max_size=20))
def test_a_seal_opens_at_no_other_place(here: bytes, there: bytes) -> None:
    sealed = seal(KEY, b"0042", here)
    if here == there:
        return
    with pytest.raises(BrokenSealError):
        unseal(KEY, sealed, there)


@given(st.integers(0, 79), st.integers(0, 7))
def test_a_seal_with_one_flipped_bit_does_not_open(byte: int, bit: int) -> None:
    sealed = seal(KEY, pad(b"0042"), b"here")
    changed = bytearray(sealed.ciphertext)
    changed[byte] ^= 1 << bit
    with pytest.raises(BrokenSealError):
        unseal(KEY, Sealed(nonce=sealed.nonce, ciphertext=bytes(changed)), b"here")


def test_a_seal_does_not_open_with_another_key() -> None:
    with pytest.raises(BrokenSealError):
        unseal(cipher_of(bytes(32)), seal(KEY, b"0042", b"here"), b"here")


@pytest.mark.parametrize("nonce", [b"", b"short", bytes(13)])
def test_a_spoilt_nonce_is_a_broken_seal(nonce: bytes) -> None:
    sealed = seal(KEY, b"0042", b"here")
    with pytest.raises(BrokenSealError):
        unseal(KEY, Sealed(nonce=nonce, ciphertext=sealed.ciphertext), b"here")


def test_the_same_text_is_never_sealed_alike() -> None:
    assert len({seal(KEY, b"0042", b"here").ciphertext for _ in range(50)}) == 50


@given(st.binary(max_size=300))
def test_padding_is_undone(plain: bytes) -> None:
    assert unpad(pad(plain)) == plain


@given(st.binary(max_size=63))
def test_every_code_has_the_same_length(code: bytes) -> None:
    assert len(pad(code)) == 64


@given(st.binary(max_size=300))
def test_padding_fills_whole_blocks(plain: bytes) -> None:
    assert len(pad(plain)) % 64 == 0


@pytest.mark.parametrize("padded", [b"", bytes(64), b"\x80" + bytes(62), b"\x80x" + bytes(62)])
def test_what_was_never_padded_is_a_broken_seal(padded: bytes) -> None:
    with pytest.raises(BrokenSealError):
        unpad(padded)
