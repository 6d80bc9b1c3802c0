"""Copies of the code off the car, in words."""

from pi.copies.contents import Kept, clean
from pi.copies.target import TargetProblem
from pi.radio.events import CopyKind
from tui.text.language import _, _n

HELP_COPY = _("Keep the code off the car: a KeePass file, a card to print, a QR code.")
HELP_KEEPASS = _("Write a KeePass file (KDBX 4) with your vehicles, and open it again to check it.")
HELP_CARD = _("Write a card for the wallet: FILE ends in .pdf, .svg or .txt (a receipt printer's).")
HELP_QR = _("Show the code as a QR code for your phone's camera, a minute at most.")
HELP_SECONDS = _("How long it is shown, 60 at most.")
HELP_VEHICLE = _("Its name or number.")
HELP_FORCE = _("Replace a file that is there.")
HELP_STDIN = _("Read what unlocks from standard input.")
HELP_STDIN_TWO = _("Standard input: what unlocks, then the file's password, a line each.")
HELP_TAKEN = _("Say that a copy made on the car's own card lies elsewhere now: {kinds}.").format(
    kinds="keepass, card, backup"
)


def qr_texts(kept: Kept) -> tuple[str, ...]:
    """What a QR code may say, from all of it to the code alone, for terminals of little room."""
    code = _("Radio code: {code}").format(code=kept.code)
    serial = _("Serial number: {serial}").format(serial=kept.serial) if kept.serial else ""
    whole = (kept.name, kept.radio, code, serial)
    few = (kept.name, code, serial)
    every = ("\n".join(clean(line) for line in lines if line) for lines in (whole, few))
    return (*every, code, kept.code)


def qr_until(seconds: int) -> str:
    """Below the QR code."""
    return _("Read it with your phone. Any key ends it; gone in {n} s.").format(n=seconds)


def qr_read() -> str:
    """Asked once it is wiped: a copy that nobody checked is none."""
    return _("Does your phone show the code, and did you keep it there?")


def yes_key() -> str:
    """The letter that says yes."""
    return _("y")


def qr_noted() -> str:
    """The phone has it."""
    return _("Noted: your phone has the code. Photos may travel to other devices of yours.")


def qr_not_noted() -> str:
    """It does not, or nobody said so."""
    return _("Not counted as a copy. Show it again whenever you like.")


def qr_too_small(columns: int, rows: int) -> str:
    """A terminal without the room."""
    return _(
        "{columns}x{rows} is too small for a QR code. Make the window larger, or the letters small."
    ).format(columns=columns, rows=rows)


def title() -> str:
    """What a KeePass file calls itself."""
    return _("Steadyhand: radio codes")


def password_wanted() -> str:
    """The prompt for the password of a new file."""
    return _("Password for the new file (not your PIN)")


def no_password() -> str:
    """None was given."""
    return _("The file needs a password of its own. Nothing was written.")


def password_is_pin() -> str:
    """The PIN was given for it."""
    return _("Never the PIN: whoever has the file can try them all. Choose a passphrase.")


def weak_password() -> str:
    """It would be guessed; the choice is the owner's."""
    return _("This password is weak: whoever has the file may guess it. Four random words hold.")


def exists(path: str) -> str:
    """Asked on a terminal."""
    return _("{path} is there already. Replace it?").format(path=path)


def target_problem(path: str, problem: TargetProblem) -> str:
    """Why a copy was not written there, and what to do."""
    return {
        TargetProblem.EXISTS: _(
            "{path} is there already and was left alone. Another name, or --force."
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
    """A place in memory."""
    return _("{path} is gone at the next boot. Take it elsewhere before that.").format(path=path)


def made(path: str, count: int) -> str:
    """A file was written and checked."""
    said = _n(
        "{path}: written and checked, {n} vehicle.",
        "{path}: written and checked, {n} vehicles.",
        count,
    )
    return said.replace("{path}", path) + " " + keep_it()


def no_such_form(path: str) -> str:
    """A card's file whose name says no form."""
    return _("{path}: a card's file ends in .pdf, .svg or .txt.").format(path=path)


def card_made(path: str) -> str:
    """A card was written and checked. It is in the clear."""
    return _(
        "{path}: written and checked. Anyone can read it: print it at its own size (100 %), "
        "delete it, and keep the card out of the car."
    ).format(path=path)


def letters_missing() -> str:
    """Letters that the card's typeface does not have."""
    return _("Some letters can't be drawn and stand as boxes. Write them in by hand.")


def keep_it() -> str:
    """Where a copy belongs."""
    return _("Keep it somewhere reliable, not in the car.")


def without_code(count: int) -> str:
    """Vehicles that were left out."""
    return _n(
        "{n} vehicle has no code here and is left out.",
        "{n} vehicles have no code here and are left out.",
        count,
    )


def no_code_kept(takes_a_code: bool) -> str:
    """There is nothing to copy."""
    if takes_a_code:
        return _("No code is kept here yet, so there is nothing to copy. Enter it first.")
    return _("This radio takes no code from its owner, so there is nothing to copy.")


def not_installed(library: str) -> str:
    """A library that only this copy needs is not there."""
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


def is_off_this_card() -> str:
    """The owner took it away."""
    return _("Noted: a copy lies off this card.")


def not_noted() -> str:
    """The copy is there; that it was made could not be remembered."""
    return _("That a copy was made could not be remembered here. The copy itself is good.")
