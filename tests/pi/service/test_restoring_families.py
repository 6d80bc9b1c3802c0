"""A backup brings the owner's own families along; one that is missing is told, and is no other."""

from pathlib import Path

import pytest

from pi.radio.catalogue import BUILT_IN
from pi.service import kept_families
from pi.service.asks import Examine, FinishRestore, GetStatus, StartWalkthrough
from pi.service.protocol import Examined, Restored, Status
from pi.storage.database import open_store
from tests.pi.service.driving import state_of
from tests.pi.service.rig import PASSPHRASE, Rig
from tests.pi.service.test_missing_family import OWN, RADIO, write_family
from tests.pi.service.test_restoring import backed_up, brought_in

SECRET = FinishRestore(secret=PASSPHRASE)
FILE = f"{OWN}.toml"


@pytest.fixture
async def backup(tmp_path: Path) -> bytes:
    """A backup of another machine, whose radio is of its owner's own family."""
    other = Rig(tmp_path / "other")
    write_family(other)
    async with other.service():
        await other.set_up(RADIO)
        return await backed_up(other)


@pytest.fixture
async def bare(tmp_path: Path) -> bytes:
    """The same, made by a version whose backups held no family."""
    other = Rig(tmp_path / "bare")
    own = write_family(other)
    async with other.service():
        await other.set_up(RADIO)
        own.unlink()
        return await backed_up(other)


async def restored(rig: Rig, held: bytes) -> Restored:
    """Bring it back. The service is over then."""
    async with rig.service() as done:
        talker = await rig.surface()
        await brought_in(talker, held)
        made = await talker.asks(SECRET, Restored)
        await done.wait()
    return made


async def families_missed(rig: Rig) -> list[str]:
    """Those that an examination names."""
    examined = await (await rig.surface()).asks(Examine(), Examined)
    return [one.value for one in examined.findings if one.name == "family"]


async def test_on_another_card_its_radio_is_what_its_owner_described(
    rig: Rig, backup: bytes
) -> None:
    assert await restored(rig, backup) == Restored(vehicles=1, aside=None)
    async with rig.service():
        owner = await rig.owner()
        await owner.does(StartWalkthrough())
        assert (state_of(owner), await families_missed(rig)) == ("Entering", [])


async def test_a_file_that_says_something_else_is_put_aside_and_named(
    rig: Rig, backup: bytes
) -> None:
    own = write_family(rig)
    text = own.read_text("utf-8")
    own.write_text(f"# my later words\n{text}", "utf-8")
    assert (await restored(rig, backup)).families_aside == (OWN,)
    async with rig.service():
        pass
    assert own.read_text("utf-8") == text
    assert own.with_name(f"{FILE}.replaced-1").read_text("utf-8").startswith("# my later words")


async def test_a_file_that_says_the_same_is_left_as_it_is(rig: Rig, backup: bytes) -> None:
    own = write_family(rig)
    assert (await restored(rig, backup)).families_aside == ()
    async with rig.service():
        pass
    assert [each.name for each in own.parent.iterdir()] == [FILE]


async def test_a_family_that_is_nowhere_is_named_and_stays_what_it_was(
    rig: Rig, bare: bytes
) -> None:
    assert (await restored(rig, bare)).families_missing == (OWN,)
    async with rig.service():
        assert await families_missed(rig) == [OWN]
        (radio,) = (await (await rig.surface()).asks(GetStatus(), Status)).radios
    assert radio.head_unit == OWN


async def test_what_a_cut_left_unwritten_is_written_at_the_next_start(
    rig: Rig, backup: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    await restored(rig, backup)

    def cut(path: Path, *_: object) -> None:
        raise OSError(path)

    with monkeypatch.context() as card:
        card.setattr(kept_families, "write_new_file", cut)
        async with rig.service():
            assert await families_missed(rig) == [OWN]
    async with rig.service():
        assert await families_missed(rig) == []


@pytest.mark.parametrize(
    ("head_unit", "text"),
    [
        ("../outside", None),
        ("nissan-radio-code", None),
        ("of-another-name", None),
        ("not-toml", "id = \n"),
        ("too-long", "#" * (256 * 1024 + 1)),
        ("\x1b[2J", None),
    ],
    ids=["outside", "built-in", "another-name", "not-toml", "too-long", "escape"],
)
async def test_what_would_do_as_no_file_of_an_owner_is_not_written(
    rig: Rig, head_unit: str, text: str | None
) -> None:
    whole = Path(BUILT_IN, "nissan-radio-code.toml").read_text("utf-8")
    with open_store(rig.directory) as store, store.transaction() as connection:
        connection.execute(
            "INSERT INTO family (id, toml) VALUES (?, ?)", (head_unit, text or whole)
        )
    async with rig.service():
        assert list((rig.directory / "head_units").glob("*")) == []
        assert rig.house.store.query("SELECT * FROM family") == []


async def test_no_more_is_packed_or_unpacked_than_a_directory_may_hold(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = write_family(rig)
    text = own.read_text("utf-8")
    for number in range(4):
        own.with_name(f"own-{number}.toml").write_text(text.replace(OWN, f"own-{number}"), "utf-8")
    monkeypatch.setattr(kept_families, "MOST_TEXT", 3 * len(text))
    packed = kept_families.to_pack(own.parent, [OWN])
    assert list(packed) == [OWN, "own-0", "own-1"]
