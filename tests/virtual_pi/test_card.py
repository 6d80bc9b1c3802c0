"""What a power cut leaves on a card; and what a machine without the means is told."""

from pathlib import Path
from typing import get_args

import pytest

from tests.tools.virtual_pi import building
from tests.tools.virtual_pi.card import SECTOR, Card, Cut, Policy

OLD, NEW = b"o" * SECTOR, b"n" * SECTOR


@pytest.fixture
def image(tmp_path: Path) -> Path:
    image = tmp_path / "card"
    image.write_bytes(OLD * 64)
    return image


def after(image: Path, policy: Policy, *writes: tuple[int, bytes]) -> bytes:
    """What the image holds after these unflushed writes, at sectors, and a cut."""
    image.write_bytes(OLD * 64)
    card = Card(image)
    for sector, data in writes:
        card.write(sector * SECTOR, data)
    card.cut(policy, seed=5)
    card.close()
    return image.read_bytes()


@pytest.mark.parametrize("policy", get_args(Policy))
def test_what_was_flushed_or_safe_at_once_outlasts_every_cut(image: Path, policy: Policy) -> None:
    card = Card(image)
    card.write(0, NEW * 63)
    card.flush()
    card.write(63 * SECTOR, NEW, durable=True)
    card.cut(policy)
    assert image.read_bytes() == NEW * 64


def test_a_kept_write_is_there_and_a_dropped_one_leaves_what_was_before(image: Path) -> None:
    assert after(image, "keep", (3, NEW)) == OLD * 3 + NEW + OLD * 60
    assert after(image, "drop", (3, NEW), (3, b"m" * SECTOR)) == OLD * 64


def test_a_torn_write_arrives_in_sectors_the_same_ones_with_the_same_seed(image: Path) -> None:
    left = after(image, "torn", (0, NEW * 64))
    assert {left[at : at + SECTOR] for at in range(0, len(left), SECTOR)} == {OLD, NEW}
    assert after(image, "torn", (0, NEW * 64)) == left


def test_a_cut_tells_what_it_took(image: Path) -> None:
    card = Card(image)
    card.write(0, NEW)
    card.flush()
    card.write(0, OLD)
    card.write(SECTOR, NEW)
    assert card.cut("drop") == Cut(unflushed=2, lost=2)


@pytest.fixture
def recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recipe of the test's own, and a place for its images."""
    (tmp_path / "recipe").mkdir()
    (tmp_path / "recipe/build.sh").write_text("one way")
    monkeypatch.setattr(building, "HERE", tmp_path)
    monkeypatch.setenv("STEADYHAND_VIRTUAL_PI", str(tmp_path / "kept"))
    return tmp_path / "recipe/build.sh"


def test_without_an_emulator_the_reason_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "PATH", "")
    assert "qemu-system-x86_64" in (building.lacking() or "")


def test_without_root_only_an_image_built_by_this_very_recipe_will_do(
    recipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "RUNS", ())
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    unbuilt = building.lacking()
    directory = building.image().directory
    directory.mkdir(parents=True)
    (directory / "made.json").touch()
    assert ("only root" in (unbuilt or ""), building.lacking()) == (True, None)
    recipe.write_text("another way")
    assert building.lacking() == unbuilt
