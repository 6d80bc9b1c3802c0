"""Spoiling what is sound, at random: a seed decides, so that every input can be made again."""

from collections.abc import Sequence
from random import Random
from typing import Final

ODD_TEXTS: Final = (
    "", " ", "\x00", "\x1b[2J", "\u202e", "\ufeff", "\U0001f697", "e\u0301", "½", "٣٧١٢", "９",
    "x" * 300, "-1", "0", "99999999999999999999", "1e999", "NaN", "true", "null", "[", "{", '"',
    "'''", '"""', "=", "\\", "\\ud800", "\n", "\r\n", "#", ":", ",", "[[", "]]", "[[vehicle]]",
    "[" * 2000, "{a=" * 500, "1979-05-27", "inf", "0x10", "serial: ", "code: ",
)  # fmt: skip


def bytes_spoiled(random: Random, sound: bytes) -> bytes:
    """The same with a few bytes other than they were."""
    raw = bytearray(sound)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(raw) + 1)
        match random.randrange(5):
            case 0:
                raw[at:at] = random.randbytes(random.randint(1, 8))
            case 1:
                del raw[at : at + random.randint(1, 20)]
            case 2 if at < len(raw):
                raw[at] ^= 1 << random.randrange(8)
            case 3:
                raw[at:at] = raw[: random.randint(0, 40)]
            case _:
                raw[at:at] = random.choice(ODD_TEXTS).encode()
    return bytes(raw)


def flipped(random: Random, raw: bytearray, most: int, end: int) -> None:
    """Up to so many bits are other than they were, before that byte."""
    for _ in range(random.randint(1, most)):
        raw[random.randrange(end)] ^= 1 << random.randrange(8)


def text_spoiled(random: Random, sound: str, words: Sequence[str]) -> str:
    """The same with lines, words or letters left out, twice, elsewhere, or other ones."""
    lines = sound.split("\n")
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(lines))
        match random.randrange(6):
            case 0:
                lines.insert(at, lines[random.randrange(len(lines))])
            case 1 if len(lines) > 1:
                del lines[at]
            case 2:
                key, equals, _ = lines[at].partition("=")
                lines[at] = f"{key}{equals} {random.choice(words)}"
            case 3:
                cut = random.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + random.choice(ODD_TEXTS) + lines[at][cut:]
            case 4:
                cut = random.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + lines[at][cut + random.randint(1, 3) :]
            case _:
                other = random.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)
