"""msgspec starts without the library it does not need."""

import subprocess
import sys

import pytest


def after(script: str) -> str:
    """What a fresh Python prints."""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


@pytest.mark.parametrize("module", ["pi.radio.catalogue", "pi.radio.slim"])
def test_msgspec_comes_without_typing_extensions(module: str) -> None:
    script = f"import sys, {module}; print('msgspec' in sys.modules, 'inspect' in sys.modules)"

    assert after(script) == "True False"


def test_whoever_needs_typing_extensions_later_gets_it() -> None:
    assert after("import pi.radio.slim, typing_extensions; print(typing_extensions.__name__)") == (
        "typing_extensions"
    )


def test_what_was_loaded_before_stays() -> None:
    script = """
import typing_extensions as one, pi.radio.slim, typing_extensions as two
print(one is two)
"""

    assert after(script) == "True"


def test_optional_keys_of_a_dictionary_are_understood_all_the_same() -> None:
    script = """
import pi.radio.slim, msgspec, typing
Some = typing.TypedDict('Some', {'x': typing.NotRequired[int]})
print(msgspec.json.decode(b'{}', type=Some))
"""

    assert after(script) == "{}"
