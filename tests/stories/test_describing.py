"""An owner describes a radio that nobody knows: by taps alone and by keys alone, at every size."""

import pytest

from pi.radio.entry import ConfirmKind, DigitKeys, PositionKeys, StepKeys, UnknownKeys
from pi.radio.head_unit import Protection
from tests.stories.answering import By, Scene, choose, play, press, read, visit
from tests.stories.answering import write as type_text
from tests.stories.describing_scenes import (
    FOUR,
    KEEP,
    LADA,
    NIVA,
    NOT_KNOWN,
    NOT_LISTED,
    POSITION_KEYS,
    TAKES,
    THE_RADIO,
    described,
)
from tests.stories.set_up_scenes import (
    A_PIN,
    BEGIN,
    CODE,
    HOME,
    NAME,
    NO_PASSPHRASE,
    NO_SERIAL,
    SOURCE,
    THE_KEY,
)
from tests.stories.stage import Stage
from tests.stories.telling import HANDS
from tui import families
from tui.screens.dead_end import NoCodeScreen
from tui.screens.setup.describing.pages import KeysPage, PickPage, WordPage
from tui.screens.setup.describing.summary import DescribedPage
from tui.screens.setup.makes import MakesPage
from tui.screens.setup.naming import NamePage
from tui.screens.setup.radio import NothingKnownPage, RadioPage


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_radio_is_described_and_the_set_up_goes_on_with_it(
    house: Stage, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    rest = [*A_PIN, *([] if kiosk else NO_PASSPHRASE), *THE_KEY, *HOME]
    async with visit(size, by, kiosk=kiosk) as owner:
        await play(owner, [*BEGIN, *THE_RADIO, *KEEP, *NAME, *CODE, *NO_SERIAL, *SOURCE, *rest])
        found = described()
        assert found.entry is not None
        assert found.entry.method == PositionKeys(
            keys=("1", "2", "3", "4"), start="0000", sources=found.entry.method.sources
        )
        assert found.entry.confirm.kind is ConfirmKind.HOLD
        assert [stage.wait_s for stage in found.lockout.candidates[0].stages] == [0, 0, 3600]
        await owner.reads(found.name[:8])


async def test_what_will_be_kept_is_read_before_it_is_kept(house: Stage) -> None:
    async with visit((80, 24)) as owner:
        await play(owner, [*BEGIN, *THE_RADIO, (DescribedPage, read("kept as own-lada-niva"))])
        for told in ("hold 6", "a wait of 60 minutes", "this radio's owner"):
            await owner.reads(told)
        assert "own-lada-niva-locked" not in families.catalogue().ids()


@pytest.mark.parametrize("by", ["keys", "taps"])
async def test_an_owner_who_knows_nothing_gets_a_radio_of_which_nothing_is_known(
    house: Stage, by: By
) -> None:
    story: list[Scene] = [
        (RadioPage, press("make")),
        (MakesPage, choose("Suzuki")),
        (NothingKnownPage, read("Nothing trustworthy is known"), press("describe")),
        (WordPage, press("enter")),
        (WordPage, press("enter")),
        *TAKES,
        (PickPage, choose("I don't know")),
        (PickPage, choose("I don't know")),
        (PickPage, choose("I don't know")),
        *NOT_KNOWN,
        *KEEP,
        (NamePage,),
    ]
    async with visit((40, 16), by) as owner:
        await play(owner, [*BEGIN, *story])
        found = described("own-suzuki")
        assert found.entry is not None
        assert isinstance(found.entry.method, UnknownKeys)
        assert (found.code and found.code.lengths, found.lockout.candidates) == ((3, 4, 5, 6), ())


@pytest.mark.parametrize("by", ["keys", "taps"])
async def test_a_paired_radio_is_asked_for_no_more_and_needs_no_code(house: Stage, by: By) -> None:
    story: list[Scene] = [
        *NOT_LISTED,
        *LADA,
        *NIVA,
        (PickPage, choose("paired")),
        *KEEP,
        *NAME,
        *NO_SERIAL,
        *A_PIN,
        *NO_PASSPHRASE,
        *THE_KEY,
        (NoCodeScreen,),
    ]
    async with visit((66, 20), by) as owner:
        await play(owner, [*BEGIN, *story])
        assert described().protection is Protection.VEHICLE_PAIRED


@pytest.mark.parametrize(
    ("pages", "kind"),
    [
        (
            [
                (PickPage, choose("stores each digit")),
                (PickPage, choose("Something else")),
                (WordPage, type_text("MODE")),
                (WordPage, type_text("UP")),
                (WordPage, type_text("DOWN")),
                (PickPage, choose("I don't know")),
            ],
            StepKeys,
        ),
        ([(PickPage, choose("Keys with")), (PickPage, choose("the last digit"))], DigitKeys),
    ],
    ids=["step keys", "digit keys"],
)
async def test_each_way_of_setting_a_digit_asks_for_its_own_keys(
    house: Stage, pages: list[Scene], kind: type
) -> None:
    story = [*NOT_LISTED, *LADA, *NIVA, *TAKES, *FOUR, *pages, *NOT_KNOWN, *KEEP, (NamePage,)]
    async with visit((48, 16), kiosk=True, by="taps") as owner:
        await play(owner, [*BEGIN, *story])
        entry = described().entry
        assert entry is not None
        assert isinstance(entry.method, kind)


async def test_too_few_keys_are_not_taken(house: Stage) -> None:
    pages: list[Scene] = [
        *POSITION_KEYS[:2],
        (KeysPage, type_text("1 2 3"), read("Name 4 different keys")),
    ]
    async with visit((40, 16)) as owner:
        await play(owner, [*BEGIN, *NOT_LISTED, *LADA, *NIVA, *TAKES, *FOUR, *pages])
