"""Why an ask was refused: what, and what to do."""

from collections.abc import Callable

from pi.drawable import clipped
from pi.radio.security_code import CodeProblem
from pi.service.protocol.answers import Reason, Refusal
from tui.text import backup, secrets, states
from tui.text.language import NOTHING_CHANGED, _, _n, span, who
from tui.text.states import not_saved

MOST_NAMED = 4  # families
_OF_THE_KEY = "device_key_"
# Or it was taken back already
NOTHING_TO_TAKE_BACK = _(
    "There is nothing to take back: nothing was said of the radio since the last try."
)
NOT_PARKED = _("Not while the car may move. Park it, with the handbrake on.")
TOO_EASY = _("Too easy to guess: use four or more words that do not belong together.")


def refused(refusal: Refusal) -> str:
    """One line for a refusal."""
    match refusal.reason:
        case Reason.BAD_CODE if refusal.problem is not None:
            return _at_vehicle(refusal, bad_code(refusal.problem))
        case Reason.BAD_FIELD:
            return _at_vehicle(refusal, bad_field(refusal.field or "", refusal.detail or ""))
        case Reason.UNKNOWN_HEAD_UNIT:
            return _at_vehicle(refusal, unknown_head_unit(refusal.detail or "", refusal.nearest))
        case Reason.WRONG_SECRET:
            return wrong_secret(refusal)
        case Reason.PIN_WAIT:
            return _("Too many wrong PINs. Try again in {span}.").format(
                span=span(refusal.wait_s or 0)
            )
        case Reason.TOO_FAST:
            return too_fast(refusal)
        case Reason.NOT_IN_THIS_STATE:
            return not_in_this_state(refusal.state or "")
        case Reason.UNKNOWN_VEHICLE:
            return _("There is no vehicle {n}. See: steadyhand status").format(n=refusal.vehicle)
        case Reason.BAD_FAMILY | Reason.FAMILY_EXISTS:
            return bad_family(refusal)
        case _:
            return _by_detail(refusal) or _plain(refusal.reason)


def _by_detail(refusal: Refusal) -> str:
    """Where the detail says what it was, empty for every other reason."""
    if refusal.reason is Reason.TAMPERED:
        return tampered(refusal.field or "")
    if len(refusal.lost) > 1:
        return backup.all_unreadable(refusal.lost, refusal.more)
    if refusal.reason is Reason.NO_BACKUP and refusal.vehicle is not None:
        return backup.unreadable(refusal.vehicle, refusal.field or "")
    say = {
        Reason.NOT_SAVED: _not_done,
        Reason.NO_BACKUP: backup.no_backup,
        Reason.BAD_BACKUP: backup.bad_backup,
        Reason.DEVICE_KEY: secrets.trouble,
        Reason.KEY_NOT_WRITTEN: secrets.not_written,
    }.get(refusal.reason)
    return "" if say is None else say(refusal.detail)


def _plain(reason: Reason) -> str:
    sentences = {
        Reason.STALE: _("That step was answered already. Look at the screen as it is now."),
        Reason.NOTHING_TO_TAKE_BACK: NOTHING_TO_TAKE_BACK,
        Reason.LOCKED: _("Unlock first, with the PIN, the passphrase or the recovery key."),
        Reason.NOT_SET_UP: states.NOTHING_SET_UP,
        Reason.ALREADY_SET_UP: _("It is set up already. Add vehicles in steadyhand, under More."),
        Reason.NO_SET_UP_PENDING: _("That set-up is gone. Begin it again: nothing was saved."),
        Reason.NO_KEY_PENDING: _("That key is gone: the old one still opens it. Make another."),
        Reason.NO_VEHICLE: states.NONE_KEPT,
        Reason.WRONG_GROUP: _("That is not the key's last group. Look at what you wrote down."),
        Reason.PIN_DROPPED: _("Too many wrong PINs. Use the passphrase or the recovery key."),
        Reason.NO_SUCH_UNLOCKER: _("That was never set up. Use another way to unlock."),
        Reason.NO_CODE_TO_KEY_IN: _("This radio takes no code from its owner. See a dealer."),
        Reason.NO_CODE_KEPT: _("No code is kept for this radio yet. Find it first."),
        Reason.NOT_PARKED: NOT_PARKED,
        Reason.BAD_SHOWN: _("That can't stand on this display. Look again."),
        Reason.CONFIRM_AGAIN: _("Read what a wrong code would cost, then say that you are sure."),
        Reason.IN_PRACTICE: _("That is no part of practice. Leave practice first."),
        Reason.TOO_MANY_PRACTISE: _("Too many screens are in practice now. Try again later."),
        Reason.WOULD_REPLACE: backup.WOULD_REPLACE,
        Reason.NO_COPY: _("No such copy of the code as it is lies on this card. Make one first."),
        Reason.NO_RESTORE: backup.NO_RESTORE,
        Reason.SHOWS_OTHERWISE: _(
            "On this radio that word says otherwise. Look again, or see: steadyhand guide --shows"
        ),
    }
    return sentences.get(reason, reason.value)


def too_fast(refusal: Refusal) -> str:
    """More, or sooner, than anybody may ask for."""
    if refusal.detail == "guesses":
        told = _("Too many wrong tries. Try again in {span}.")
    else:
        told = _("Too many reports at once. Try again in {span}, or unlock first.")
    return told.format(span=span(max(1.0, refusal.wait_s or 0.0)))


def _not_done(reason: str | None) -> str:
    """Of a damaged store, what can't be read is refused as what can't be saved is."""
    if reason == "damaged":
        return _("The store is damaged: this can't be read or saved. Use your copy of the code.")
    return not_saved(reason)


def bad_family(refusal: Refusal) -> str:
    """Why a description of a radio is not taken."""
    if refusal.reason is Reason.FAMILY_EXISTS:
        told = _('A radio "{name}" is described already. Take another name.')
        return told.format(name=refusal.detail)
    if not refusal.field:
        return _("This description of a radio can't be read. Nothing was kept.")
    told = _("This description of a radio is wrong at {key}. Nothing was kept.")
    return told.format(key=refusal.field)


def tampered(what: str) -> str:
    """Damage, told apart from a wrong secret: no try was counted, and what else there is."""
    sentences = {
        "pin": _("The PIN is damaged in the store: no try counted. Use another way to unlock."),
        "passphrase": _("The passphrase is damaged in the store. Use another way to unlock."),
        "recovery": _("The recovery key is damaged in the store. Use another way to unlock."),
        "vault": _("What every way to unlock needs is damaged. Restore a copy, or use its code."),
    }
    other = _("This record was changed or damaged. Use your copy of the code.")
    return sentences.get(what, other)


def _at_vehicle(refusal: Refusal, sentence: str) -> str:
    if refusal.vehicle is None:
        return sentence
    return _("Vehicle {n}: {what}").format(n=refusal.vehicle, what=sentence)


def bad_code(problem: CodeProblem, called: Callable[[str], str] = str) -> str:
    """Why a text is not a code of this radio, who says so, and which radio's it could be.

    The text is never repeated. ``called``: what a family is called by its id.
    """
    return " ".join((no_code_of_it(problem), *whose_else(problem, called)))


def whose_else(problem: CodeProblem, called: Callable[[str], str] = str) -> tuple[str, ...]:
    """Who says that it is no code of this radio, and whose it could be. Empty for a slip."""
    if not problem.sources:
        return ()
    says_so = _("Who says so: {who}.").format(who=who(problem.sources))
    return says_so, _could_be(problem, called)


def _could_be(problem: CodeProblem, called: Callable[[str], str]) -> str:
    names = ", ".join(map(called, problem.could_be[:MOST_NAMED]))
    if not names:
        return _("If your code is right, yours is another radio.")
    if not problem.make:
        return _("If your code is right, your radio may be: {radios}.").format(radios=names)
    told = _("If your code is right, your {make} may have: {radios}.")
    return told.format(make=problem.make, radios=names)


def no_code_of_it(problem: CodeProblem) -> str:
    """Why a text is not a code of this radio."""
    lengths = _(" or ").join(str(each) for each in problem.lengths)
    match problem.rule:
        case "empty":
            return _("The code is missing. This radio's code has {n} digits.").format(n=lengths)
        case "not_digits":
            return _("A code has digits only, {n} of them.").format(n=lengths)
        case "wrong_length":
            return _("This radio's code has {n} digits. Count yours again.").format(n=lengths)
        case "digit_not_on_this_unit":
            told = _("Digit {n} does not fit: this radio has only {legal} there.")
            if lengths:
                told = _("Digit {n} does not fit: of {lengths} digits only {legal} are told.")
            return told.format(n=problem.position, legal=problem.legal, lengths=lengths)
        case _:
            return _("This radio's code is at most {most}.").format(most=problem.legal)


def bad_field(field: str, detail: str) -> str:
    """Why a field of a set-up was not taken."""
    sentences = {
        ("pin", "empty"): _("The PIN is empty: give 4 to 12 digits, or none at all."),
        ("pin", "not_digits"): _("A PIN has digits only."),
        ("pin", "too_short"): _("A PIN has at least 4 digits."),
        ("pin", "too_long"): _("A PIN has at most 12 digits."),
        ("pin", "is_the_code"): _("That is a radio's code. Choose another PIN."),
        ("pin", "too_easy"): secrets.PIN_TOO_EASY,
        ("passphrase", "too_short"): _("A passphrase has at least 8 characters."),
        ("passphrase", "empty"): _("The passphrase is empty: give 8 characters, or none at all."),
        ("passphrase", "too_easy"): TOO_EASY,
        ("passphrase", "is_kept"): _("That can be read off the car. Take words of your own."),
        ("passphrase", "like_a_pin"): _("Digits alone are like a PIN: use four or more words."),
        ("tried", "out_of_range"): _("The tries are a number from 0 to 1000."),
        ("vehicles", "too_many"): _("That is too many vehicles at once: take a hundred at most."),
        ("vehicles", "no_room"): _("There are ten thousand vehicles: more are not kept."),
        ("vehicles", "empty"): _("At least one vehicle is needed."),
    }
    if detail.startswith(_OF_THE_KEY):
        return secrets.no_new_pin(detail.removeprefix(_OF_THE_KEY))
    known = sentences.get((field, detail))
    return known or _("{field} can't be taken: {why}.").format(
        field=field, why=detail.replace("_", " ")
    )


def unknown_head_unit(name: str, nearest: tuple[str, ...]) -> str:
    """A head unit that is not in the catalogue, and the nearest that are."""
    name = clipped(name)
    if not nearest:
        return _('No head unit is called "{name}". See: steadyhand head-units').format(name=name)
    near = ", ".join(nearest)
    return _('No head unit is called "{name}". Nearest: {near}.').format(name=name, near=near)


def wrong_secret(refusal: Refusal) -> str:
    """A secret that opened nothing."""
    if refusal.field == "pin" and refusal.detail:
        return _("A PIN has 4 to 12 digits. No try was used.")
    if refusal.tries_left is None:
        return _("That does not open it. Try again.")
    left = _n("{n} try left", "{n} tries left", refusal.tries_left)
    if refusal.wait_s:
        return _("Wrong PIN, {left}. Try again in {span}.").format(
            left=left, span=span(refusal.wait_s)
        )
    return _("Wrong PIN, {left}.").format(left=left)


def not_in_this_state(state: str) -> str:
    """An ask that this state of the radio has no use for."""
    sentences = {
        "Playing": _('Not while the radio plays. If it asks, run "steadyhand report asking".'),
        "Waiting": _("Not during the wait: a try now would start it again."),
        "SafeToTry": _("Look at the radio first: does it ask for the code again?"),
        "OutcomeUnknown": _("Say first whether the radio took the code."),
        "DeadEnd": _("This radio must go to a dealer or specialist now."),
        "Entering": _("An entry is under way. Finish it or stop it first."),
    }
    return sentences.get(state, _("Nothing to do in this state ({state}).").format(state=state))


def not_restored(refusal: Refusal) -> str:
    """Why the service took no backup."""
    match refusal.reason:
        case Reason.LOCKED:
            said = _("It was locked meanwhile. Choose the backup again.")
        case Reason.WOULD_REPLACE:
            said = _("Something was set up here meanwhile. Choose the backup again.")
        case Reason.NO_RESTORE:
            said = _("The service began anew meanwhile. Choose the backup again.")
        case _:
            return refused(refusal)
    return said + " " + NOTHING_CHANGED
