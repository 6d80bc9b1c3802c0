"""The scenes of a first start, to be put together into stories."""

from tests.stories.answering import (
    Scene,
    choose,
    copy_the_key,
    press,
    read,
    type_the_last_group,
    write,
)
from tui.screens.home import HomeScreen
from tui.screens.setup.code import CodeAgainPage, CodePage
from tui.screens.setup.families import FamiliesPage, FamilyPage
from tui.screens.setup.makes import MakesPage
from tui.screens.setup.naming import NamePage
from tui.screens.setup.passphrase import PassphrasePage
from tui.screens.setup.pin import PinAgainPage, PinDigitsPage, PinPage
from tui.screens.setup.radio import RadioPage
from tui.screens.setup.recovery import LastGroupPage, RecoveryPage
from tui.screens.setup.serial import SerialPage
from tui.screens.setup.source import SourcePage
from tui.screens.setup.welcome import SetUpScreen

BEGIN: list[Scene] = [(SetUpScreen, read("nothing is saved"), press("begin"))]
BY_MAKE: list[Scene] = [
    (RadioPage, press("make")),
    (MakesPage, choose("Opel")),
    (FamiliesPage, choose("SAFE")),
    (FamilyPage, press("yes")),
]
NAME: list[Scene] = [(NamePage, press("enter"))]
CODE: list[Scene] = [(CodePage, write("3712")), (CodeAgainPage, write("3712"))]
NO_SERIAL: list[Scene] = [(SerialPage, press("enter"))]
SOURCE: list[Scene] = [(SourcePage, choose("The code card"))]
A_PIN: list[Scene] = [
    (PinPage, press("choose")),
    (PinDigitsPage, write("2580")),
    (PinAgainPage, write("2580")),
]
NO_PASSPHRASE: list[Scene] = [(PassphrasePage, press("enter"))]
THE_KEY: list[Scene] = [(RecoveryPage, copy_the_key), (LastGroupPage, type_the_last_group)]
HOME: list[Scene] = [(HomeScreen,)]

THE_CAR: list[Scene] = [*BY_MAKE, *NAME, *CODE, *NO_SERIAL, *SOURCE]
TO_THE_KEY: list[Scene] = [*BEGIN, *THE_CAR, *A_PIN, *NO_PASSPHRASE]
"""All questions, answered at a keyboard's terminal."""
