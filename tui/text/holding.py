"""A long press in words: which keys, how long, and when to let go."""

from pi.radio.steps import Hold
from tui.text.language import _
from tui.text.told import Block, Telling, done, press_caption


def hold(step: Hold) -> Telling:
    """One long press; where it differs by set, the pairs that were reported."""
    keys = step.keys or ()
    caption = _("HOLD TOGETHER") if len(keys) != 1 else press_caption(keys[0], _("HOLD KEY"))
    named = " + ".join(keys) or _("2 keys of your set")
    if not keys and not step.key_options:
        caption, named = _("HOLD"), _("the key your handbook names")
    blocks: tuple[Block, ...] = ((caption, named),)
    if step.seconds is not None:
        blocks = (*blocks, (_("SECONDS"), f"{step.seconds:g}"))
    notes = []
    if step.while_switching_on:
        notes = [_("First switch the radio off."), _("Hold, then switch it on. Keep holding.")]
    if not keys and step.key_options:
        notes.append(_("Reported: {keys}").format(keys=_reported(step)))
    if step.until is not None:
        notes.append(_("Hold until it shows this."))
    elif step.seconds is None:
        notes.append(_("How long is not known: hold until the radio answers."))
    if step.release_at_once:
        notes.append(_("Let go at once: a longer press may count as an entry."))
    states = done(step.until) if step.until else _("Done: I held it")
    return Telling(blocks=blocks, states=states, notes=tuple(notes), shows=step.until)


def _reported(step: Hold) -> str:
    """The pairs of keys that were reported for sets of this family."""
    return ", ".join(" + ".join(pair) for pair in step.key_options)
