"""What is known of a family, who says so, and the owner's own word beside it."""

from collections.abc import Sequence
from itertools import takewhile

from msgspec import Struct
from textual import events
from textual.widget import Widget

from pi.radio.events import JudgedRule
from pi.radio.head_unit import HeadUnit
from pi.service.protocol.answers import Done, History, HistoryLine, Remark, Remarks
from pi.service.protocol.commands import GetHistory, GetRemarks, JudgeRule
from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.screens.typed import TypedScreen
from tui.text import known as known_words
from tui.text import language
from tui.text import radios as words
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import Fitted, Line
from tui.widgets.paragraphs import Paragraphs

READ_ON, BACK = "read-on", "back"

SOURCES = "sources"

_SETTLES = {"CodeAccepted", "VehicleAdded"}

_ENDS = {"CodeRejected", "WalkthroughStarted", "WalkthroughStopped", "ConfirmWithheld"}

READ_BACK = 200  # lines of the history
MINUTE_S = 60.0


class TextScreen(DrawnScreen):
    """Subclasses say what there is to read (``texts``), its title, and what else can be done."""

    def __init__(self) -> None:
        super().__init__()
        self._paragraphs = Paragraphs()

    def texts(self) -> Sequence[str]:
        """The paragraphs."""
        raise NotImplementedError

    def title_of(self) -> str:
        """The left end of the title line; the page stands at the right one."""
        raise NotImplementedError

    def others(self) -> tuple[Action, ...]:
        """What can be done beside reading on and leaving. One may be primary."""
        return ()

    def body(self) -> tuple[Widget, ...]:
        """The paragraphs."""
        return (self._paragraphs,)

    def draw(self, state: State) -> None:
        """The page."""
        if self._paragraphs.texts != (texts := self.texts()):
            self._paragraphs.texts = texts
        self._turned()

    def on_resize(self, event: events.Resize) -> None:
        """There may be more pages now, or fewer."""
        self.call_after_refresh(self._turned)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Read on, or leave."""
        if event.action.name == READ_ON:
            self._paragraphs.turn()
            self._turned()
        elif event.action.name == BACK:
            self.app.pop_screen()

    def _turned(self) -> None:
        others = self.others()
        place = self._paragraphs.place
        self.entitle(self.title_of(), place)
        leads = not any(each.primary for each in others)
        on = Action(name=READ_ON, key="1" if leads else "N", label=language.READ_ON, primary=leads)
        back = Action(
            name=BACK, key="0", label=language.BACK, back=True, primary=leads and not place
        )
        self.offer(*([on] if place else []), *others, back)


class KnownScreen(TextScreen):
    """The rules of a family. ``of_vehicle``: the owner's own remarks stand first."""

    def __init__(self, head_unit: HeadUnit, *, of_vehicle: bool = False) -> None:
        super().__init__()
        self._head_unit = head_unit
        self._of_vehicle = of_vehicle
        self._remarks: tuple[Remark, ...] = ()

    def texts(self) -> Sequence[str]:
        """What the owner saw, and what others say."""
        return (*map(words.remark, self._remarks), *known_words.known(self._head_unit))

    def title_of(self) -> str:
        """The family."""
        return words.name(self._head_unit)

    def others(self) -> tuple[Action, ...]:
        """The addresses."""
        return (Action(name=SOURCES, key="2", label=known_words.WHO_SAYS_SO),)

    def on_mount(self) -> None:
        """Draw what is known, and ask for the owner's remarks."""
        self.redraw()
        if self._of_vehicle:
            self.run_worker(self._ask(), exit_on_error=True)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Show the addresses."""
        if event.action.name == SOURCES:
            self.app.push_screen(SourcesScreen(self._head_unit))

    async def _ask(self) -> None:
        found = await self.steady.tell(GetRemarks())
        if isinstance(found, Remarks) and found.lines:
            self._remarks = found.lines
            self.redraw()


class SourcesScreen(TextScreen):
    """Where what is known of a family can be looked up."""

    def __init__(self, head_unit: HeadUnit) -> None:
        super().__init__()
        self._head_unit = head_unit

    def texts(self) -> Sequence[str]:
        """Each source once."""
        return known_words.addresses(self._head_unit) or (known_words.NO_SOURCES,)

    def title_of(self) -> str:
        """What this is."""
        return known_words.WHO_SAYS_SO


class Judgeable(Struct, frozen=True, kw_only=True):
    """A rule that was seen at work, and what was counted of it: seconds of a wait, wrong codes."""

    rule: JudgedRule
    seconds: float | None = None
    count: int | None = None


def judgeable(lines: Sequence[HistoryLine]) -> tuple[Judgeable, ...]:
    """What the last wait and the last entry showed. A wait under way is not judged yet.

    What was taken back did not happen.
    """
    happened = [line for line in lines if not line.taken_back and line.kind != "StatementTakenBack"]
    return (*_of_the_wait(happened), *_of_the_entry(happened))


def _of_the_wait(lines: Sequence[HistoryLine]) -> tuple[Judgeable, ...]:
    """Its length as counted, where it was counted out, and the wrong codes that led to it."""
    later = list(takewhile(lambda line: line.kind != "LockoutBegan", lines))
    kinds = {line.kind for line in later}
    if len(later) == len(lines) or "AskedAgain" not in kinds:
        return ()
    began, before = lines[len(later)], lines[len(later) + 1 :]
    seconds = began.owed_s if "WaitCountedOut" in kinds else None
    series = takewhile(lambda line: line.kind not in _SETTLES | {"LockoutBegan"}, before)
    count = sum(line.kind == "CodeRejected" for line in series)
    tries = (Judgeable(rule=JudgedRule.TRIES, count=count),) if count else ()
    return (Judgeable(rule=JudgedRule.WAIT, seconds=seconds), *tries)


def _of_the_entry(lines: Sequence[HistoryLine]) -> tuple[Judgeable, ...]:
    """Whether the steps were right: of an entry that came to its end, with either outcome."""
    outcomes = {"CodeAccepted", "CodeRejected"}
    for at, line in enumerate(lines):
        if line.kind in {"WalkthroughStopped", "ConfirmWithheld", "WalkthroughStarted"}:
            return ()
        if line.kind in outcomes and not line.for_serial:
            before = [one.kind for one in lines[at + 1 :]]
            led = next((kind for kind in before if kind in _SETTLES | _ENDS), "")
            if led != "WalkthroughStarted":
                return ()
            return (Judgeable(rule=JudgedRule.STEPS), Judgeable(rule=JudgedRule.CONFIRM))
    return ()


class JudgingScreen(DrawnScreen):
    """One question after the other, about what the last wait and the last entry showed."""

    def __init__(self) -> None:
        super().__init__()
        self._question, self._beside = Line(classes="strong"), Line(drop=1)
        self._asked: list[Judgeable] | None = None
        self._answered = False
        self._kept = False  # whether the last answer is being acknowledged

    def body(self) -> tuple[Widget, ...]:
        """The question, and what becomes of the answer."""
        return (Fitted(self._question, self._beside),)

    def on_mount(self) -> None:
        """Look what there is to ask."""
        self.run_worker(self._look(), exit_on_error=True)
        self.redraw()

    def draw(self, state: State) -> None:
        """The first question that is left."""
        self.entitle(words.JUDGING_TITLE)
        back = Action(name="back", key="0", label=words.JUDGING_LABELS["back"], back=True)
        if self._asked is None:
            self.offer(back)
        elif not self._asked:
            self._question.say(words.ALL_SAID if self._answered else words.NOTHING_YET)
            self._beside.say("")
            self.offer(back)
        else:
            one = self._asked[0]
            self._question.say(
                words.KEPT
                if self._kept
                else words.judging_question(one.rule, one.seconds, one.count)
            )
            self._beside.say(words.KEPT_BESIDE)
            on = Action(name="on", key="1", label=words.JUDGING_LABELS["on"], primary=True)
            self.offer(*((on,) if self._kept else _answers(one)), back)

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Keep the answer, or ask for the number."""
        match event.action.name:
            case "back":
                self.dismiss()
            case "on":
                self._kept = False
                self.redraw()
            case "skip":
                self._next()
            case "yes":
                await self.keep(agrees=True)
            case "no":
                await self.keep(agrees=False)
            case _ if self._asked:
                self.app.push_screen(NumberScreen(self, self._asked[0].rule))

    async def keep(self, *, agrees: bool, number: int | None = None) -> bool:
        """Send the answer to the question that stands here. Whether it was taken."""
        if not self._asked:
            return False
        one = self._asked[0]
        seconds, count = one.seconds, one.count
        if number is not None and one.rule is JudgedRule.WAIT:
            seconds = number * MINUTE_S
        elif number is not None:
            count = number
        ask = JudgeRule(rule=one.rule, agrees=agrees, seconds=seconds, count=count)
        taken = isinstance(await self.steady.tell(ask), Done)
        if taken:
            self._answered = self._kept = True
            self._next()
        return taken

    def _next(self) -> None:
        if self._asked:
            del self._asked[0]
        self.redraw()

    async def _look(self) -> None:
        found = await self.steady.tell(GetHistory(limit=READ_BACK))
        if isinstance(found, History):
            self._asked = list(judgeable(found.lines))
            self.redraw()


class NumberScreen(TypedScreen):
    """The number that was another: minutes of a wait, or wrong codes."""

    most = 4

    def __init__(self, judging: JudgingScreen, rule: JudgedRule) -> None:
        super().__init__()
        self._judging, self._rule = judging, rule

    def draw(self, state: State) -> None:
        """The same title as the question."""
        self.entitle(words.JUDGING_TITLE)
        super().draw(state)

    def question(self) -> str:
        """How many."""
        return words.how_many(self._rule)

    def primary(self) -> str:
        """So many."""
        return words.KEEP_NUMBER

    async def entered(self) -> None:
        """Keep it."""
        if not self.text or not int(self.text):
            self.notice(words.JUDGING_NOT_A_NUMBER)
        elif await self._judging.keep(agrees=False, number=int(self.text)):
            self.leave()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back to the question."""
        if event.action.name == "back":
            self.dismiss()


def _answers(one: Judgeable) -> tuple[Action, ...]:
    """Yes and no, or the number that was another; of a wait nobody counted, its length alone.

    The first button leaves the question open: an answer is meant for the question that is read.
    """
    counted = one.seconds is not None or one.count is not None
    uncounted = one.rule is JudgedRule.WAIT and not counted
    yes = Action(name="yes", key="2", label=words.JUDGING_LABELS["yes"], states=True)
    no = "minutes" if uncounted else "number" if counted else "no"
    return (
        Action(name="skip", key="1", label=words.JUDGING_LABELS["skip"], primary=True),
        *(() if uncounted else (yes,)),
        Action(name=no, key="3", label=words.JUDGING_LABELS[no], states=no == "no"),
    )
