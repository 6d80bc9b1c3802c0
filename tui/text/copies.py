"""Copies off the car in words: commands, screens, the card for the wallet, and KeePass files."""

from pathlib import Path
from typing import Final

from pi.copies.card import Card
from pi.copies.contents import Kept, ReadProblem, clean
from pi.copies.target import TargetProblem
from pi.drawable import clipped
from pi.radio.events import CopyKind
from pi.radio.head_unit import HeadUnit
from pi.radio.lockout import longest_documented
from pi.service.protocol.views import CopyView
from tui.text import known as known_wait
from tui.text.home import COPY_NAMES
from tui.text.language import BACK, SHOW_AGAIN, _, _n, moment, span
from tui.text.lockout import meanwhile
from tui.text.radios import NO_STEPS, name

HELP_KEEPASS = _("Write a KeePass file (KDBX 4) with your vehicles, and open it again to check it.")
HELP_CARD = _("Write a card for the wallet: FILE ends in .pdf, .svg or .txt (a receipt printer's).")
HELP_QR = _("Show the code as a QR code for your phone's camera, a minute at most.")
HELP_SECONDS = _("How long it is shown, 60 at most.")
HELP_REPLACE = _("Replace a file that is there.")
HELP_STDIN_TWO = _("Standard input: what unlocks, then the file's password, a line each.")
HELP_TAKEN = _("Say that a copy made on the car's own card lies elsewhere now: {kinds}.").format(
    kinds=", ".join(kind for kind in CopyKind if kind.is_a_file)
)
# Asked once it is wiped: a copy that nobody checked is none
QR_READ = _("Does your phone show the code, and did you keep it there?")
YES_KEY = _("y")  # the letter that says yes
QR_NOTED = _("Noted: your phone has the code. Photos may travel to other devices of yours.")
QR_NOT_NOTED = _("Not counted as a copy. Show it again whenever you like.")
KEEPASS_TITLE = _("Steadyhand: radio codes")  # what a KeePass file calls itself
PASSWORD_WANTED = _("Password for the new file (not your PIN)")
NO_PASSWORD = _("The file needs a password of its own. Nothing was written.")
PASSWORD_IS_PIN = _("Never the PIN: whoever has the file can try them all. Choose a passphrase.")
# The choice is the owner's
WEAK_PASSWORD = _(
    "This password is weak: whoever has the file may guess it. Four random words hold."
)
# In the card's typeface
LETTERS_MISSING = _("Some letters can't be drawn and stand as boxes. Write them in by hand.")
KEEP_IT = _("Keep it somewhere reliable, not in the car.")
IS_OFF_THIS_CARD = _("Noted: a copy lies off this card.")
NOT_NOTED = _("That a copy was made could not be remembered here. The copy itself is good.")
TITLE = _("Copies off the car")
WHY = _("The card in here may die with the battery. Keep the code elsewhere, too.")
WHY_A_BACKUP = _("A full backup holds all that is kept, for another card or machine.")
NONE_YET = _("None was made yet.")

LABELS: Final = {
    "qr": _("QR code for my phone"),
    "card": _("Card to print"),
    "keepass": _("KeePass file"),
    "backup": _("Full backup"),
    "restore": _("Bring a backup back"),
    "copies": TITLE,
    "has-it": _("My phone has it"),
    "again": SHOW_AGAIN,
    "look": _("Look again"),
    "taken": _("I took the last one off"),
    "not": _("No, leave it"),
    "back": BACK,
}

WHERE_TO = _("WHERE TO?")
LIES_ELSEWHERE = _("Noted: the copy lies elsewhere now.")
NO_PLACE = _("No stick is plugged in.")
PLUG_ONE_IN = _("Plug one in, wait a moment, then look again.")
QR_ENDS = _("Read it now. A key or tap ends it.")
PHONE_HAS_IT = _("DOES YOUR PHONE HAVE IT?")  # asked once the QR code is gone
PHOTOS_TRAVEL = _("Look at it there. Photos may travel to other devices of yours.")
TYPE_PASSWORD = _("A password for the file: four random words. Never the PIN.")
TYPE_AGAIN = _("The same password again.")
PASSWORD_LABEL = _("Password")
ONLY_DIGITS = _("Digits alone are guessed at once. Use words.")  # a PIN, or as weak as one
WEAK_AGAIN = _("Weak, may be guessed. Type it again, or go back.")  # the choice is the owner's
ONE_MOMENT = _("One moment: it is written and checked.")
PULL_OUT = _("Take it out of the car.")  # of a stick that holds a copy
ON_THIS_CARD = _("It lies on this car's own card, which may die, too. Take it off.")
# Of a card's file
IN_THE_CLEAR = _("Anyone can read it: print it, delete it, keep the card elsewhere.")


def qr_texts(kept: Kept) -> tuple[str, ...]:
    """What a QR code may say, from all of it to the code alone, for terminals of little room."""
    code = _("Radio code: {code}").format(code=kept.code)
    serial = _("Serial number: {serial}").format(serial=kept.serial) if kept.serial else ""
    whole = (kept.name, kept.radio, code, serial)
    few = (kept.name, code, serial)
    every = ("\n".join(clean(line) for line in lines if line) for lines in (whole, few))
    return (*every, code, kept.code)


def qr_until(seconds: int) -> str:
    return _("Read it with your phone. Any key ends it; gone in {n} s.").format(n=seconds)


def too_small_for_qr(columns: int, rows: int) -> str:
    return _(
        "{columns}x{rows} is too small for a QR code. Make the window larger, or the letters small."
    ).format(columns=columns, rows=rows)


def exists(path: str) -> str:
    return _("{path} is there already. Replace it?").format(path=path)


def exists_already(path: str) -> str:
    """The same where nobody can be asked."""
    return _("{path} is there already and was left alone. Another name, or --replace.").format(
        path=path
    )


def target_problem(path: str, problem: TargetProblem) -> str:
    """Why a copy was not written there, and what to do."""
    return {
        TargetProblem.EXISTS: _("{path} is there already and was left alone. Another name."),
        TargetProblem.STORE: _(
            "{path} lies in the store's own directory. Choose a place off this machine."
        ),
        TargetProblem.DIRECTORY: _("{path} is a directory. Give the name of a file in it."),
        TargetProblem.NO_DIRECTORY: _("{path}: there is no such directory. Make it first."),
        TargetProblem.NO_FILE: _("{path} is no file but a pipe or a device. Give another name."),
        TargetProblem.BAD_NAME: _("{path}: a file can't be called that here. Another name."),
        TargetProblem.NOT_WRITABLE: _("{path}: you may not write there. Give another place."),
        TargetProblem.READ_ONLY: _("{path}: that place is read-only. Give another place."),
        TargetProblem.FULL: _("{path}: that place is full. Nothing was kept; make room."),
        TargetProblem.IO_ERROR: _("{path}: writing failed. Nothing was kept; try another medium."),
        TargetProblem.DIFFERS: _(
            "{path}: what was read back is not what was written. Do not trust that medium."
        ),
    }[problem].format(path=path)


def goes_at_next_boot(path: str) -> str:
    return _("{path} is gone at the next boot. Take it elsewhere before that.").format(path=path)


def made(path: str, count: int) -> str:
    said = _n(
        "{path}: written and checked, {n} vehicle.",
        "{path}: written and checked, {n} vehicles.",
        count,
    )
    return said.replace("{path}", path) + " " + KEEP_IT


def no_such_form(path: str) -> str:
    return _("{path}: a card's file ends in .pdf, .svg or .txt.").format(path=path)


def card_made(path: str) -> str:
    """A card was written and checked. It is in the clear."""
    return _(
        "{path}: written and checked. Anyone can read it: print it at its own size (100 %), "
        "delete it, and keep the card out of the car."
    ).format(path=path)


def without_code(count: int) -> str:
    return _n(
        "{n} vehicle has no code here and is left out.",
        "{n} vehicles have no code here and are left out.",
        count,
    )


def no_code_kept(takes_a_code: bool) -> str:
    if takes_a_code:
        return _("No code is kept here yet, so there is nothing to copy. Enter it first.")
    return _("This radio takes no code from its owner, so there is nothing to copy.")


def not_installed(library: str) -> str:
    return _(
        "The library {library} is missing. Steadyhand's package has it, "
        "and a clone that is started by: python3 -m tui"
    ).format(library=library)


def not_off_this_card(kind: CopyKind, *, known: bool) -> str:
    """A file that would be lost with the original."""
    then = _("Take it off, then run: steadyhand copy taken {kind}").format(kind=kind.value)
    if known:
        return _("It lies on this car's own card, and would die with it. {then}").format(then=then)
    return _("Whether it lies off this car's own card can't be told. {then}").format(then=then)


def card(kept: Kept, family: HeadUnit) -> Card:
    """What stands on the card of one vehicle."""
    return Card(
        title=clean(kept.name),
        code=kept.code,
        facts=tuple(clean(fact) for fact in _facts(kept, family) if fact),
        steps=kept.keys or (NO_STEPS,),
        confirm=kept.confirm,
        notes=_notes(family),
        recovery_title=_("Steadyhand: recovery key"),
        recovery=(
            _("Write it in by hand. It was shown once, at the set-up, and is kept nowhere."),
            _("It opens what Steadyhand keeps when PIN and passphrase are lost."),
            _("Keep it away from the car, and apart from the car's papers."),
        ),
    )


def _facts(kept: Kept, family: HeadUnit) -> tuple[str, ...]:
    plate = _("Plate: {plate}").format(plate=kept.plate) if kept.plate else ""
    serial = _("Serial number: {serial}").format(serial=kept.serial) if kept.serial else ""
    made = _("As kept on {day}").format(day=kept.made) if kept.made else ""
    return (name(family), " · ".join(part for part in (serial, plate, made) if part))


def _notes(family: HeadUnit) -> tuple[str, ...]:
    """What a refused code costs, and what a wait asks for."""
    lockout = family.lockout
    longest = longest_documented(lockout)
    if lockout.none:
        return (known_wait.dearest(lockout),)
    if longest is None:
        wait = _("Refused? Stop. It may make you wait; how long is not known.")
    else:
        wait = _("Refused? Stop. The longest wait known is {span}.").format(span=span(longest))
    ends = [one.terminal.after_wrong for one in lockout.candidates]
    known = [end for end in ends if end is not None]
    dealer = (
        _n(
            "After {n} wrong code only a dealer may help.",
            "After {n} wrong codes only a dealer may help.",
            min(known),
        )
        if known
        else ""
    )
    todo, off, _battery = meanwhile(family, longest)
    waiting = _("In a wait: {todo}, until it asks again.").format(todo=todo.rstrip("."))
    return tuple(note for note in (f"{wait} {dealer}".strip(), f"{waiting} {off}".strip()) if note)


def there_is(copy: CopyView) -> str:
    """One copy, when it was made, and whether it still holds."""
    said = _("{copy}: {when}").format(copy=COPY_NAMES[copy.kind], when=moment(copy.wall, copy.sure))
    if copy.stale:
        return _("{copy}, older than the code").format(copy=said)
    return _("{copy}, on this card").format(copy=said) if copy.off_this_card is False else said


def a_place(path: Path) -> str:
    """One place to choose: the stick's name, and the file's."""
    return _("{place}: {file}").format(place=path.parent.name or "/", file=path.name)


def written(path: Path) -> str:
    return _("Written and checked: {file}, on {place}.").format(
        file=path.name, place=path.parent.name or "/"
    )


HELP_IMPORT_KEEPASS = _(
    "Take vehicles over from a KeePass file (KDBX 4), ours or your own. What is not said is asked."
)
HELP_ENTRY = _("The title of an entry to take; again for more. Without it: all.")
HELP_CODE = _("The attribute that holds the code.")
HELP_SERIAL = _("The attribute that holds the serial number.")
HELP_HEAD_UNIT = _("The radio of entries that name none. See: steadyhand head-units")
HELP_IMPORT_STDIN = _("Standard input: what unlocks, then the file's password, a line each.")
PASSWORD_OF_FILE = _("Password of the file")
NO_TITLE = _("An entry has no title, which a vehicle needs as its name. Nothing was added.")


def no_file(path: str) -> str:
    return _("{path}: there is no such file. Nothing was added.").format(path=path)


def cannot_read(path: str, why: str) -> str:
    return _("{path}: {why}. Nothing was added.").format(path=path, why=why)


def read_problem(path: str, problem: ReadProblem) -> str:
    """Why a file can't be read, and what to do."""
    return {
        ReadProblem.NOT_KEEPASS: _("{path} is no KeePass file. Nothing was added."),
        ReadProblem.OLD_VERSION: _(
            "{path} is of an older KeePass format. Save it as KDBX 4 there, then try again."
        ),
        ReadProblem.WRONG_PASSWORD: _("{path}: that password does not open it. Try again."),
        ReadProblem.BROKEN: _("{path} is damaged. Take another copy; nothing was added."),
        ReadProblem.TOO_LARGE: _("{path} is too large to be taken over. Nothing was added."),
        ReadProblem.TOO_COSTLY: _(
            "{path} takes too much time or memory to open. Lower that in its settings there."
        ),
    }[problem].format(path=path)


def no_entries(path: str) -> str:
    return _("{path} holds no such entry. Nothing was added.").format(path=path)


def too_many(path: str, count: int, most: int) -> str:
    return _("{path} holds {n} entries, more than {most}. Name those meant with --entry.").format(
        path=path, n=count, most=most
    )


def code_in(title: str) -> str:
    """Asked of a file made by hand."""
    return _("{title}: which attribute is the code?").format(title=title)


def head_unit_of(title: str) -> str:
    """Asked where an entry names no radio."""
    return _("{title}: which radio? An id that steadyhand head-units shows").format(title=title)


def in_entry(title: str, why: str) -> str:
    return _("{title}: {why} Nothing was added.").format(title=clipped(title), why=why)


def there_already(count: int) -> str:
    return _n(
        "{n} vehicle of that name is here already and was left as it is.",
        "{n} vehicles of these names are here already and were left as they are.",
        count,
    )


def added(count: int) -> str:
    return _n("{n} vehicle added.", "{n} vehicles added.", count)
