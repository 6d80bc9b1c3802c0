"""Was it as we said? The owner's own word on a rule, kept beside it and never applied."""

from textual.widget import Widget

from pi.radio.events import JudgedRule
from pi.service.protocol.answers import Done, History
from pi.service.protocol.commands import GetHistory, JudgeRule
from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.screens.judgeable import Judgeable, judgeable
from tui.screens.typed import TypedScreen
from tui.text import judging as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line

READ_BACK = 200  # lines of the history
MINUTE_S = 60.0


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
        self.entitle(words.title())
        back = Action(name="back", key="0", label=words.label("back"), back=True)
        if self._asked is None:
            self.offer(back)
        elif not self._asked:
            self._question.say(words.all_said() if self._answered else words.nothing_yet())
            self._beside.say("")
            self.offer(back)
        else:
            one = self._asked[0]
            self._question.say(
                words.kept() if self._kept else words.question(one.rule, one.seconds, one.count)
            )
            self._beside.say(words.kept_beside())
            on = Action(name="on", key="1", label=words.label("on"), primary=True)
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
        self.entitle(words.title())
        super().draw(state)

    def question(self) -> str:
        """How many."""
        return words.how_many(self._rule)

    def primary(self) -> str:
        """So many."""
        return words.keep_number()

    async def entered(self) -> None:
        """Keep it."""
        if not self.text or not int(self.text):
            self.notice(words.not_a_number())
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
    yes = Action(name="yes", key="2", label=words.label("yes"), states=True)
    no = "minutes" if uncounted else "number" if counted else "no"
    return (
        Action(name="skip", key="1", label=words.label("skip"), primary=True),
        *(() if uncounted else (yes,)),
        Action(name=no, key="3", label=words.label(no), states=no == "no"),
    )
