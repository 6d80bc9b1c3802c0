"""What a machine without the means is told, and when an image is built anew."""

from pathlib import Path

import pytest

from tests.tools.virtual_pi import building


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
