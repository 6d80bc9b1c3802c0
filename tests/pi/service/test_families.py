"""Radios that owners describe: beside the store, in a backup, and where one is gone."""

from pathlib import Path

import msgspec
import pytest

from pi.catalogue.catalogue import BUILT_IN
from pi.catalogue.head_unit_file import BadFile
from pi.radio.head_unit import HeadUnit
from pi.service.core import backups
from pi.service.protocol import commands
from pi.service.protocol.answers import CodeShown, OwnFamilies, Reason, Restored
from pi.storage.opening import open_store
from tests.pi.service.driving import radio_of, state_of, told, wait_of
from tests.pi.service.rig import QASHQAI, Rig
from tests.pi.service.test_restoring import backed_up, restored

NISSAN = (Path(BUILT_IN) / "nissan-radio-code.toml").read_text("utf-8")


def described(name: str) -> commands.KeepFamily:
    """A description under a name of its own."""
    return commands.KeepFamily(toml=NISSAN.replace('id = "nissan-radio-code"', f'id = "{name}"', 1))


async def listed(rig: Rig, after: str = "") -> list[str]:
    """The ids of the owner's own families, as a new session is told them."""
    session, found = await rig.session(), []
    while True:
        answer = await session.asks(commands.GetFamilies(after=after), OwnFamilies)
        found += [msgspec.json.decode(one, type=HeadUnit).id for one in answer.families]
        if not answer.more:
            return found
        after = found[-1]


async def test_a_described_radio_can_be_chosen_at_once_and_after_a_restart(rig: Rig) -> None:
    async with rig.service():
        await (await rig.session()).does(described("first"))  # before anything is set up
        await rig.set_up()
        watcher, owner = await rig.watcher(), await rig.owner()
        before = watcher.state.families
        assert await watcher.why_not(described("mine")) is Reason.LOCKED
        await owner.does(described("mine"))
        assert (await watcher.catch_up()).families != before
        mine = commands.NewVehicle(name="M", head_unit="mine", code=QASHQAI.code)
        await owner.does(commands.AddVehicle(vehicle=mine), commands.StartWalkthrough())
        assert (radio_of(owner).head_unit, state_of(owner)) == ("mine", "Entering")
        more = [f"more-{number:02d}" for number in range(30)]  # than a line holds
        await owner.does(*map(described, more))
    async with rig.service():
        assert await listed(rig) == ["first", "mine", *more]


async def test_what_is_no_new_family_is_not_kept_and_a_wrong_file_is_named(empty: Rig) -> None:
    session, own = await empty.session(), empty.directory / "head_units"
    own.mkdir()
    (own / "broken.toml").write_text("id = ", "utf-8")
    await session.does(described("mine"))
    for ask, reason in (
        (commands.KeepFamily(toml="no = toml ="), Reason.BAD_FAMILY),
        (commands.KeepFamily(toml='id = "x"'), Reason.BAD_FAMILY),
        (described("../mine"), Reason.BAD_FAMILY),
        (commands.KeepFamily(toml=NISSAN), Reason.FAMILY_EXISTS),
        (described("mine"), Reason.FAMILY_EXISTS),
    ):
        assert await session.why_not(ask) is reason
    assert await listed(empty) == ["mine"]
    answer = await session.asks(commands.GetFamilies(), OwnFamilies)
    (bad,) = (msgspec.json.decode(one, type=BadFile) for one in answer.bad_files)
    assert bad.file == "broken.toml"


OWN = "my-own-radio"
RADIO = commands.NewVehicle(name="Own", head_unit=OWN, code=QASHQAI.code)


def write_family(rig: Rig) -> Path:
    """Give the owner a family file of their own; where it is."""
    own = rig.directory / "head_units" / f"{OWN}.toml"
    own.parent.mkdir(parents=True)
    own.write_text(described(OWN).toml, "utf-8")
    return own


@pytest.mark.parametrize("now", [None, "id = \n"], ids=["removed", "broken"])
async def test_a_radio_whose_family_is_gone_keeps_its_name_its_code_and_its_wait(
    rig: Rig, now: str | None
) -> None:
    own = write_family(rig)
    async with rig.service():
        await rig.set_up(RADIO)
        await (await rig.session()).does(told(commands.Outcome.REJECTED))
    own.unlink()
    if now is not None:
        own.write_text(now)
    async with rig.service():
        owner = await rig.owner()
        assert (radio_of(owner).head_unit, state_of(owner)) == (OWN, "Waiting")
        assert wait_of(owner).owed_s is None
        assert (await owner.asks(commands.ShowCode(), CodeShown)).code == QASHQAI.code
        await owner.does(told(commands.Outcome.ASKS_AGAIN))
        assert await owner.why_not(commands.StartWalkthrough()) is Reason.UNKNOWN_HEAD_UNIT
        await owner.does(told(commands.Outcome.REJECTED))
        cost = radio_of(owner).next_cost
        assert cost is not None
        assert (state_of(owner), cost.needs_a_warning) == ("Waiting", True)


async def backed_up_elsewhere(place: Path, *, packed: bool = True) -> bytes:
    """A backup of another machine, whose radio is of its owner's own family.

    Not ``packed``: made by a version whose backups held no family.
    """
    other = Rig(place / "other")
    own = write_family(other)
    async with other.service():
        await other.set_up(RADIO)
        if not packed:
            own.unlink()
        return await backed_up(other)


@pytest.fixture
async def backup(tmp_path: Path) -> bytes:
    """One with the family."""
    return await backed_up_elsewhere(tmp_path)


async def brought_to(rig: Rig, held: bytes) -> Restored:
    """Bring it back. The service is over then."""
    async with rig.service() as done:
        made = await restored(await rig.session(), held)
        await done.wait()
    return made


async def test_on_another_card_it_is_what_its_owner_described(rig: Rig, backup: bytes) -> None:
    assert await brought_to(rig, backup) == Restored(vehicles=1, aside=None)
    async with rig.service():
        owner = await rig.owner()
        await owner.does(commands.StartWalkthrough())
        assert (state_of(owner), await rig.found("family")) == ("Entering", [])


@pytest.mark.parametrize("words", ["", "# my later words\n"], ids=["the same", "something else"])
async def test_a_file_that_says_something_else_is_put_aside_and_named(
    rig: Rig, backup: bytes, words: str
) -> None:
    own = write_family(rig)
    text = own.read_text("utf-8")
    own.write_text(words + text, "utf-8")
    assert (await brought_to(rig, backup)).families_aside == ((OWN,) if words else ())
    async with rig.service():
        pass
    assert own.read_text("utf-8") == text
    aside = {f"{own.name}.replaced-1": words + text} if words else {}
    assert {each.name: each.read_text("utf-8") for each in own.parent.iterdir()} == {
        own.name: text
    } | aside


async def test_a_lost_family_is_named_and_stays_what_it_was(rig: Rig, tmp_path: Path) -> None:
    bare = await backed_up_elsewhere(tmp_path, packed=False)
    assert (await brought_to(rig, bare)).families_missing == (OWN,)
    async with rig.service():
        assert [one.value for one in await rig.found("family")] == [OWN]
        assert radio_of(await rig.watcher()).head_unit == OWN


async def test_what_a_cut_left_unwritten_is_written_at_the_next_start(
    rig: Rig, backup: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    await brought_to(rig, backup)

    def cut(path: Path, *_: object) -> None:
        raise OSError(path)

    with monkeypatch.context() as card:
        card.setattr(backups, "write_new_file", cut)
        async with rig.service():
            assert [one.value for one in await rig.found("family")] == [OWN]
    async with rig.service():
        assert await rig.found("family") == []


async def test_what_would_do_as_no_file_of_an_owner_is_not_written(rig: Rig) -> None:
    with open_store(rig.directory) as store, store.transaction() as connection:
        for head_unit, text in (
            ("../outside", NISSAN),
            ("nissan-radio-code", NISSAN),
            ("of-another-name", NISSAN),
            ("not-toml", "id = \n"),
            ("too-long", "#" * (256 * 1024 + 1)),
            ("\x1b[2J", NISSAN),
        ):
            connection.execute("INSERT INTO family (id, toml) VALUES (?, ?)", (head_unit, text))
    async with rig.service():
        assert list((rig.directory / "head_units").glob("*")) == []
        assert rig.house.store.query("SELECT * FROM family") == []


async def test_no_more_is_packed_or_unpacked_than_a_directory_may_hold(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = write_family(rig)
    for name in ("own-0", "own-1", "own-2", "own-3"):
        own.with_name(f"{name}.toml").write_text(described(name).toml, "utf-8")
    monkeypatch.setattr(backups, "MOST_TEXT", 3 * own.stat().st_size)
    packed = backups.to_pack(own.parent, [OWN])
    assert list(packed) == [OWN, "own-0", "own-1"]
