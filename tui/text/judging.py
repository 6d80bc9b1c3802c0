"""What an owner confirms or corrects of a family's rules: the questions, and the word kept."""

from pi.radio.events import JudgedRule
from pi.service.protocol.answers import Remark
from tui.text.language import _, _n
from tui.text.lockout import length
from tui.text.time import moment, span


def title() -> str:
    """The title of the questions, and the button that leads there."""
    return _("Was it as we said?")


def nothing_yet() -> str:
    """There is no entry and no wait to speak of."""
    return _("Nothing to say yet. Come back once a code was keyed in, or a wait is over.")


def kept_beside() -> str:
    """What becomes of an answer."""
    return _("Your word is kept beside the rule, for this car. It changes no wait.")


def kept() -> str:
    """An answer was taken, and more questions are left."""
    return _("Noted. There is one more question.")


def all_said() -> str:
    """After the last question."""
    return _("Thank you. It stands under what is known of this radio.")


def question(rule: JudgedRule, seconds: float | None, count: int | None) -> str:
    """What is asked of one rule. ``seconds`` and ``count``: what was counted here, if it was."""
    if rule is JudgedRule.WAIT:
        if seconds is None:
            return _("The wait is over. How long was it?")
        return _("The wait was {span} by our count. Right?").format(span=length(seconds))
    if rule is JudgedRule.TRIES:
        return _n(
            "The wait came after {n} wrong code. Right?",
            "The wait came after {n} wrong codes. Right?",
            count or 0,
        )
    return {
        JudgedRule.STEPS: _("Did the keys do what the steps said?"),
        JudgedRule.CONFIRM: _("Was the confirm key the right one?"),
        JudgedRule.POWER: _("Did a break begin the wait again?"),
    }[rule]


def how_many(rule: JudgedRule) -> str:
    """The number that was another."""
    if rule is JudgedRule.WAIT:
        return _("How many minutes was the wait?")
    return _("How many wrong codes came before the wait?")


def label(answer: str) -> str:
    """What a button says."""
    return {
        "yes": _("Yes"),
        "no": _("No"),
        "number": _("No: say how many"),
        "minutes": _("Say how many minutes"),
        "skip": _("I can't tell"),
        "on": _("Next question"),
        "back": _("Back"),
    }[answer]


def keep_number() -> str:
    """The number is typed."""
    return _("So it was")


def not_a_number() -> str:
    """Nothing is typed, or no length or count of anything."""
    return _("Type a number from 1 on.")


def remark(one: Remark) -> str:
    """What the owner saw, and when they said so."""
    when = moment(one.wall, one.sure)
    return _("You, {when}: {what}").format(when=when, what=_seen(one))


def _seen(one: Remark) -> str:
    if one.rule is JudgedRule.WAIT and one.seconds is not None:
        if one.agrees:
            return _("the wait was {span}, as counted.").format(span=length(one.seconds))
        return _("the wait was {span}, not as counted.").format(span=span(one.seconds))
    if one.rule is JudgedRule.TRIES and one.count is not None:
        return _n(
            "{n} wrong code came before the wait.",
            "{n} wrong codes came before the wait.",
            one.count,
        )
    agrees = {
        JudgedRule.WAIT: _("the wait was as we said."),
        JudgedRule.TRIES: _("the tries were as we said."),
        JudgedRule.STEPS: _("the keys did what the steps say."),
        JudgedRule.CONFIRM: _("the confirm key is the right one."),
        JudgedRule.POWER: _("a break begins the wait again."),
    }
    differs = {
        JudgedRule.WAIT: _("the wait was not as we said."),
        JudgedRule.TRIES: _("the tries were not as we said."),
        JudgedRule.STEPS: _("the keys did not do what the steps say."),
        JudgedRule.CONFIRM: _("the confirm key is another one."),
        JudgedRule.POWER: _("a break does not begin the wait again."),
    }
    return (agrees if one.agrees else differs)[one.rule]
