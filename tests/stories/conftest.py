"""What most stories begin with: a service, a car, somebody before it, and a stick."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.pi.service.conftest import on_this_machine, tmp_path
from tests.stories import roads
from tests.stories.stage import NISSAN, Stage, set_up, stage
from tests.stories.telling import DESK, TERMINALS, Owner, Terminal, owner_at, turn_of
from tests.stories.visitor import By

__all__ = ["on_this_machine", "tmp_path"]
SHEETS: dict[object, list[RuleSet]] = {}
plugged_in, key = roads.plugged_in, roads.key


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Stage]:
    """A running service with nothing set up."""
    with stage(tmp_path) as made:
        async with made.service():
            yield made


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Terminal:
    """One of the terminals, in turn over the stories that ask for one."""
    return TERMINALS[turn_of(request.node.name, len(TERMINALS))]


@pytest.fixture
def by(request: pytest.FixtureRequest) -> By:
    """By keys or by taps, in turn over the stories that are told at one size."""
    return ("keys", "taps")[turn_of(request.node.name, 2)]


@pytest.fixture
async def one(house: Stage) -> Stage:
    """A running service with a Nissan."""
    await set_up(NISSAN)
    return house


@pytest.fixture
async def owner(one: Stage, request: pytest.FixtureRequest) -> AsyncIterator[Owner]:
    """Its owner, unlocked: at the terminal that a story asks for, or at a large one by keys."""
    asked = "terminal" in request.fixturenames
    at = request.getfixturevalue("terminal") if asked else DESK
    async with owner_at(one, **at) as owner:
        await owner.unlocks()
        yield owner


@pytest.fixture(autouse=True)
def dressed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a style sheet says is read once for all the apps that wear it."""
    read = Stylesheet._parse_rules

    def known(sheet: Stylesheet, *args: Any, **named: Any) -> list[RuleSet]:
        which = (args, *sorted(named.items()), *sorted(sheet._variables.items()))
        if which not in SHEETS:
            SHEETS[which] = read(sheet, *args, **named)
        return SHEETS[which]

    monkeypatch.setattr(Stylesheet, "_parse_rules", known)


@pytest.fixture(autouse=True)
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sees what is drawn on a terminal that is none: what is read is drawn for who reads."""

    def nothing(compositor: Compositor, simplify: bool = False) -> None:
        compositor._dirty_regions.clear()

    monkeypatch.setattr(Compositor, "render_full_update", nothing)
    monkeypatch.setattr(Compositor, "render_partial_update", nothing)
