"""One step as a screen tells it: the largest words, the few lines below, and the beat."""

from pi.radio.head_unit import HeadUnit, Meaning
from pi.radio.steps import Check, Hold, Prepare, Press, PressMore, Step, Touch, Turn
from tui.text.holding import hold
from tui.text.language import _
from tui.text.told import LONGEST_WORD, Block, Telling, done, press_caption


def tell(step: Step, family: HeadUnit) -> Telling:
    """A step before the confirm."""
    match step:
        case Prepare():
            return _prepare(step, family)
        case Press():
            return _press(step)
        case Hold():
            return hold(step)
        case Turn():
            return _turn(step.control, step.clicks, step.digit, step.display)
        case Touch():
            return _touch(step)
        case Check():
            return _check(step)


def mend(more: PressMore, step: Step) -> Telling:
    """The presses that mend a digit, on the same screen."""
    display = getattr(step, "display", None)
    if more.times == 0:
        return _leave_alone(more.key, more.until, display)
    if isinstance(step, Turn):
        return _turn(more.key, more.times, more.until, display)
    times = _("MORE TIMES") if more.times != 1 else _("MORE TIME")
    return _pressed(more.key, more.times, more.until, display, times)


def prompts(family: HeadUnit) -> tuple[str, ...]:
    """What stands on the display before the first key: the prompt, or the word before it."""
    before = family.words_meaning(Meaning.BEFORE_PROMPT)
    return before or family.words_meaning(Meaning.PROMPT)


def _prepare(step: Prepare, family: HeadUnit) -> Telling:
    words = prompts(family)
    states = _("Parked, and it asks for the code")
    if len(words) == 1 and len(words[0]) <= LONGEST_WORD + 1:
        states = _("Parked, and it shows {word}").format(word=words[0])
    radio = _("Radio off.") if step.radio_off else _("Radio on.")
    notes = [_("Ignition at ACC or ON."), radio]
    each_s = family.entry.timeout_per_digit_s if family.entry is not None else None
    if each_s is not None:
        notes.append(_("Between two keys at most {n} seconds.").format(n=f"{each_s:g}"))
    if len(words) > 1:
        notes.append(_("Or it shows: {words}").format(words=", ".join(words[1:])))
    return Telling(
        blocks=((_("FIRST OF ALL"), _("PARK")),),
        states=states,
        notes=tuple(notes),
        kind_word=_("Take your time: nobody hurries you."),
        shows=words[0] if words else None,
        asks=True,
    )


def _check(step: Check) -> Telling:
    if step.display is None:
        return Telling(
            blocks=((_("BEFORE THE CONFIRM"), _("STOP")),),
            states=_("I pressed exactly these keys"),
            notes=(
                _("This radio shows no digits."),
                _("Go through the keys you pressed, one by one."),
                _("Compare with your paper: nothing is lost by looking."),
            ),
        )
    return Telling(
        blocks=((_("THE RADIO MUST SHOW"), step.display),),
        states=_("It shows exactly this"),
        notes=(
            _("Read it digit by digit."),
            _("Compare with your paper: nothing is lost by looking."),
        ),
    )


def _press(step: Press) -> Telling:
    if step.key is None and step.digit is not None:
        return _set_by_handbook(step)
    if step.times == 0 and step.digit is not None:
        return _leave_alone(step.key, step.digit, step.display)
    times = _("TIMES") if step.times != 1 else _("TIME")
    return _pressed(step.key, step.times, step.digit, step.display, times)


def _pressed(
    key: str | None, times: int | None, digit: str | None, display: str | None, caption: str
) -> Telling:
    block = press(key)
    if display is not None:
        states = done(display)
    elif key is not None and len(key) <= LONGEST_WORD:
        states = _("Done: I pressed {key}").format(key=key)
    else:
        states = _("Done: I pressed it")
    if times is None and digit is not None:
        wanted = (_("UNTIL IT SHOWS"), digit)
        return Telling(blocks=(block, wanted), states=states, shows=display)
    if times == 1 and key is not None and len(key) > LONGEST_WORD:
        once = (_("{press} ONCE").format(press=block[0]), block[1])
        return Telling(blocks=(once,), states=states, shows=display)
    blocks = (block,) if times is None else (block, (caption, str(times)))
    beats = times if times != 1 else None
    return Telling(blocks=blocks, states=states, shows=display, beats=beats)


def _set_by_handbook(step: Press) -> Telling:
    """Nobody says which key sets this digit."""
    states = done(step.display) if step.display is not None else _("Done: I set it")
    return Telling(
        blocks=((_("SET DIGIT"), str(step.position)), (_("TO"), step.digit or "?")),
        states=states,
        notes=(_("How is not documented here: do as your handbook says."),),
        shows=step.display,
    )


def press(key: str | None) -> Block:
    """The key to press, large."""
    if key is None:
        return _("PRESS"), _("the key your handbook names")
    if key == "any":
        return _("PRESS"), _("any key")
    return press_caption(key, _("PRESS KEY")), key


def _leave_alone(key: str | None, digit: str, display: str | None) -> Telling:
    states = _("It shows {shown}").format(shown=display) if display else _("It is right")
    return Telling(
        blocks=((_("LEAVE THIS KEY ALONE"), key or "?"),),
        states=states,
        notes=(_("It already shows {digit}.").format(digit=digit),),
        shows=display,
    )


def _turn(control: str, clicks: int | None, digit: str | None, display: str | None) -> Telling:
    wanted = (_("UNTIL IT SHOWS"), digit or "?") if clicks is None else (_("CLICKS"), str(clicks))
    states = done(display) if display else _("Done: I turned it")
    return Telling(
        blocks=((_("TURN"), control), wanted), states=states, shows=display, beats=clicks
    )


def _touch(step: Touch) -> Telling:
    key = step.key or _("the key that accepts the code")
    states = done(step.display) if step.display else _("Done: I touched it")
    return Telling(blocks=((_("TOUCH ON ITS SCREEN"), key),), states=states, shows=step.display)


def confirm(step: Step) -> Telling:
    """The step that submits the code."""
    told = hold(step) if isinstance(step, Hold) else _confirmed(step)
    (caption, key), *others = told.blocks
    blocks = ((_("NOW {what}").format(what=caption), key), *others)
    note = _("This sends the code to the radio.")
    notes = (*told.notes, note)
    return Telling(blocks=blocks, states="", notes=notes, shows=told.shows, beats=told.beats)


def _confirmed(step: Step) -> Telling:
    if isinstance(step, Touch):
        return _touch(step)
    assert isinstance(step, Press)
    return _press(step)
