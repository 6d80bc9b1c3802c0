"""The compiled form of the families: the same as the files people edit, and whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pi.radio import compiled
from pi.radio.catalogue import BUILT_IN
from pi.radio.compile_catalogue import COMMAND, as_compiled
from pi.radio.compiled import COMPILED, DamagedCatalogueError
from pi.radio.head_unit_file import parse

WHOLE = Path(COMPILED).read_text("utf-8")
TEXTS = [path.read_text("utf-8") for path in sorted(Path(BUILT_IN).glob("*.toml"))]
FIRST = compiled.ids()[0]


def test_the_compiled_file_says_what_the_toml_files_say() -> None:
    if as_compiled(TEXTS) != WHOLE:
        pytest.fail(f"a family was changed and not compiled. Run: {COMMAND}", pytrace=False)


def test_every_family_is_read_as_its_toml_file_says() -> None:
    assert list(compiled.load_all()) == sorted(map(parse, TEXTS), key=lambda one: one.id)


@pytest.mark.parametrize("family", compiled.ids())
def test_a_family_read_alone_is_the_one_among_all(family: str) -> None:
    assert compiled.load(family) in compiled.load_all()


def test_the_order_in_which_files_are_compiled_does_not_matter() -> None:
    assert as_compiled(reversed(TEXTS)) == WHOLE


def test_each_family_has_a_line_of_its_own() -> None:
    assert len(WHOLE.splitlines()) == len(TEXTS) + 2


@pytest.mark.parametrize("family", ["", "no-such", 'vw-safe","name', "\ud800", f"{FIRST}x"])
def test_what_is_no_id_is_not_found(family: str) -> None:
    assert compiled.load(family) is None


READERS = pytest.mark.parametrize(
    "read",
    [compiled.load_all, compiled.ids, lambda file: compiled.load(FIRST, file)],
    ids=["all", "the ids", "one"],
)


@READERS
def test_a_missing_file_is_a_fault_that_names_it(
    tmp_path: Path, read: Callable[[str], object]
) -> None:
    file = str(tmp_path / "gone.json")

    with pytest.raises(DamagedCatalogueError, match=r"gone\.json"):
        read(file)


DAMAGE = {
    "empty": lambda whole: "",
    "cut off in a family": lambda whole: whole[: len(whole) // 2],
    "cut off between families": lambda whole: whole[: whole.index("\n", 9) + 1],
    "its end is missing": lambda whole: whole.removesuffix("]\n"),
}


@READERS
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_garbled_file_is_a_fault_that_names_it(
    tmp_path: Path, read: Callable[[str], object], damage: Callable[[str], str]
) -> None:
    file = tmp_path / "garbled.json"
    file.write_text(damage(WHOLE), "utf-8")

    with pytest.raises(DamagedCatalogueError, match=r"garbled\.json"):
        read(str(file))


@pytest.mark.parametrize("read", [compiled.ids, lambda file: compiled.load(FIRST, file)])
def test_a_line_that_begins_otherwise_is_a_fault(
    tmp_path: Path, read: Callable[[str], object]
) -> None:
    file = tmp_path / "garbled.json"
    file.write_text(WHOLE.replace('{"id"', '{ "id"', 1), "utf-8")

    with pytest.raises(DamagedCatalogueError):
        read(str(file))


@pytest.mark.parametrize("read", [compiled.load_all, lambda file: compiled.load(FIRST, file)])
@pytest.mark.parametrize(("old", "new"), [('"name":', '"name"'), ('"name":', '"eman":')])
def test_a_family_that_cant_be_read_is_a_fault(
    tmp_path: Path, read: Callable[[str], object], old: str, new: str
) -> None:
    file = tmp_path / "garbled.json"
    file.write_text(WHOLE.replace(old, new, 1), "utf-8")

    with pytest.raises(DamagedCatalogueError):
        read(str(file))
