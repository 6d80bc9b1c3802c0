"""What the commands say; ``kiosk`` and ``doctor`` too."""

from typing import TYPE_CHECKING, Final

from pi.catalogue.search import Make
from pi.places import SYSTEM_SOCKET
from pi.radio.display import Reading
from pi.radio.head_unit import HeadUnit
from pi.service.protocol.answers import Finding
from pi.service.protocol.commands import Outcome
from pi.service.protocol.views import PinTrouble
from tui.setup_file import SetupFileError
from tui.text import home, radios, secrets
from tui.text.language import _, _n, who
from tui.text.states import no_service, not_saved

if TYPE_CHECKING:
    from pi.catalogue.free_text import LookedUp


HELP_TRIED = _("Begin after so many wrong codes, as most owners do.")
HELP_LETTER = _(
    "Print a letter to the dealer, with blanks. What you want filled in comes on standard input, "
    "never as an argument, as lines of key: value with the keys car, vin, plate, serial, shows, "
    "tried (how many codes) and swapped (yes, no or unknown)."
)
OUTCOMES_TITLE = _("Outcomes")  # the words of ``steadyhand report``, and what each says
OUTCOMES: Final = {
    Outcome.ASKING: _("It asks for its code."),
    Outcome.REJECTED: _("It refused a code: a try is used up."),
    Outcome.ACCEPTED: _("It took the code, and plays."),
    Outcome.ABANDONED: _("You stopped keying in, and sent no code. No try is used."),
    Outcome.STILL_WAITING: _("It still waits or refuses keys, such as WAIT or LOCKED."),
    Outcome.ASKS_AGAIN: _("The wait is over: it asks for its code again."),
    Outcome.INTERRUPTED: _("It was without power, or you are not sure that it was on."),
    Outcome.POWER_ON: _("It is on; after a gap also: it was on throughout."),
    Outcome.POWER_OFF: _("It is off. A wait is not counted meanwhile."),
    Outcome.TAKE_BACK: _("The last of these was not so. Until the next try."),
}
HELP_STDIN = _("Read what unlocks from standard input.")
HELP_VEHICLE = _("Its name or number.")
HELP_VEHICLE_OR_LAST = _("Its name or number. Without it: the one used last.")
HELP_VEHICLE_OR_ALL = _("Its name or number. Without it: all.")
HELP_STDIN_FOR_NAME = _("Read what unlocks from standard input. A name is locked without it.")
NAMES_ARE_LOCKED = _(
    "Names are locked here. Give the number that steadyhand status shows, or unlock with "
    "--passphrase-stdin."
)
# Its values follow
HELP_TROUBLE = _("What to do where it does not work: refused, waited, clock, switched-off.")
SECRET_WANTED = _("PIN or passphrase")
NO_TERMINAL_FOR_SECRET = _("Nobody can be asked for the PIN here. Use --passphrase-stdin.")
# Bytes that are no text, or far too many of them
NO_TEXT = _("Standard input must be one short line of UTF-8 text.")
CODE_WANTED = _("Code")
SET_UP_IN_MEMORY = _(
    "It is set up, but NOT SAVED: it may be gone after the next start. Run: {it}"
).format(it="steadyhand doctor")
ONLY_IN_MEMORY = _("It happened, but is NOT SAVED. See: steadyhand status")
NOTHING_TO_ABANDON = _("No entry is under way: there is nothing to abandon. See: steadyhand status")
# What was to be taken back is not the last any more
SOMETHING_ELSE_WAS_SAID = _(
    "Something else happened to it meanwhile: nothing was taken back. See: {it}"
).format(it="steadyhand status")


def setup_file_problem(file: str, error: SetupFileError) -> str:
    """What is wrong with a set-up file: file, place, reason."""
    where = _("{file}, {place}").format(file=file, place=error.place)
    match error.rule:
        case "toml":
            return _("{where}: this is not TOML. Mend that line; nothing was stored.").format(
                where=where
            )
        case "unknown_key" if error.nearest is not None:
            return _("{where}: unknown key. Did you mean {nearest}? Nothing was stored.").format(
                where=where, nearest=error.nearest
            )
        case "unknown_key":
            return _("{where}: unknown key. Take it out; nothing was stored.").format(where=where)
        case "missing_key":
            return _("{where}: this key is missing. Nothing was stored.").format(where=where)
        case "not_text":
            return _("{where}: put the value in quotes. Nothing was stored.").format(where=where)
        case "not_number":
            return _("{where}: say 0 to 1000, no quotes. Nothing was stored.").format(where=where)
        case "not_bool":
            return _("{where}: say true or false, no quotes. Nothing was stored.").format(
                where=where
            )
        case "too_long":
            return _("{where}: this value is too long. Nothing was stored.").format(where=where)
        case _:
            return _("{file}: at least one [[vehicle]] is needed. Nothing was stored.").format(
                file=file
            )


def of_its_display(number: int, said: str) -> str:
    """What of a vehicle's display was not taken."""
    return _("Vehicle {n}: {what}").format(n=number, what=said)


def no_plain_file(file: str) -> str:
    """A directory, a pipe, a device."""
    return _("{file}: this is no plain file. Give a file, or - for standard input.").format(
        file=file
    )


def too_large(file: str, most_mib: int) -> str:
    return _("{file} is larger than {n} MiB. Give a set-up file; nothing was stored.").format(
        file=file, n=most_mib
    )


def recovery_key(key: str) -> str:
    return _("Recovery key, shown this once. Write it down, keep it off the car:\n{key}").format(
        key=key
    )


def set_up(vehicles: int) -> str:
    return _n("{n} vehicle is set up.", "{n} vehicles are set up.", vehicles)


def no_code_to_show(takes_a_code: bool) -> str:
    """There is no code: none is kept yet, or the radio takes none."""
    if takes_a_code:
        return _("none (not kept yet)")
    return _("none (this radio takes no code from its owner)")


def kept_without_code(number: int) -> str:
    return _("vehicle {n}: its radio takes no code from its owner, so none is kept").format(
        n=number
    )


def of_vehicle(name: str, number: int, said: str) -> str:
    return _("{name} (vehicle {n}): {what}").format(name=name, n=number, what=said)


def no_such_vehicle(name: str) -> str:
    return _('No vehicle is called "{name}". See: steadyhand status').format(name=name)


def several_vehicles(name: str) -> str:
    return _('Several vehicles are called "{name}". Give the number instead.').format(name=name)


def missing(name: str, path: str) -> str:
    """An argument or option that a command needs."""
    return _("{name} is missing. See: {path} --help").format(name=name, path=path)


def not_one_of(name: str, choices: str) -> str:
    """An argument that has to be one of a few words. What was typed is not repeated."""
    return _("{name} must be one of: {choices}").format(name=name, choices=choices)


def no_such_command(nearest: tuple[str, ...], path: str) -> str:
    """The word is no command. What was typed may be a secret, so it is not repeated."""
    if not nearest:
        return _("There is no such command. See: {path} --help").format(path=path)
    told = _("There is no such command. Nearest: {near}. See: {path} --help")
    return told.format(near=", ".join(nearest), path=path)


def no_such_option(nearest: tuple[str, ...], path: str) -> str:
    """The same of an option."""
    if not nearest:
        return _("There is no such option. See: {path} --help").format(path=path)
    told = _("There is no such option. Nearest: {near}. See: {path} --help")
    return told.format(near=", ".join(nearest), path=path)


def not_understood(path: str) -> str:
    """Arguments that make no command. They may hold a secret, so they are not repeated."""
    return _("This is no use of the command. See: {path} --help").format(path=path)


MAY_BE_ANOTHER = _('Your radio may not be among these: choose "{choice}" in the text UI.').format(
    choice=radios.NOT_LISTED
)
SHOWN_ELSEWHERE = _("Radios of other makes show it: leave --make out.")


def radios_of_kin(make: Make, kin: tuple[str, ...]) -> str:
    """None of the make's own fits; these are of makes whose radios may be in its cars."""
    return _("No radio of {make} is known that fits. These are of {kin}.").format(
        make=make.name, kin=_(" and ").join(kin)
    )


def beside_them(make: Make) -> str:
    """What the families of a make leave out, and who says so."""
    return radios.little_known(_(make.note), who(make.sources))


def none_shows(make: Make) -> str:
    """Radios of other makes show the word: what is known of the make's own beside its families."""
    none = _("No known radio of {make} shows that.").format(make=make.name)
    return " ".join(each for each in (none, beside_them(make), SHOWN_ELSEWHERE) if each)


def no_match(near: tuple[str, ...]) -> str:
    """No family fits. What was typed is not repeated, but for words that are known."""
    if near:
        return _("No known radio fits that. {question}").format(question=radios.meant(near))
    return _("No known radio fits that. Try fewer words, or only what the display shows.")


def left_out(looked: "LookedUp") -> str:
    """What of the make that was given fits none. Words that are not known are not repeated."""
    year = "" if looked.year_fits else _("None is known of that year: it was left out.")
    aside = _("Some words fit no known radio: they were left out.") if looked.aside else ""
    return f"{year} {aside}".strip()


def family_line(head_unit: HeadUnit, reading: Reading | None = None) -> str:
    """One family of ``steadyhand head-units``, with a mark where sources contradict each other.

    ``reading``: what the display that was asked for says there.
    """
    makes = ", ".join(radios.makes(head_unit))
    line = f"{head_unit.id}: {radios.in_a_list(head_unit)} [{makes}]"
    if reading is not None:
        line = f"{line} · {radios.means(reading)}"
    return _("{line} (sources differ)").format(line=line) if head_unit.sources_differ else line


def make_line(make: Make) -> str:
    """One make of ``steadyhand head-units --makes``."""
    names = ", ".join((make.name, *make.also))
    known = ", ".join(make.families) or _("nothing known")
    return f"{names}: {known}"


def nothing_known(make: Make, *, elsewhere: bool = False) -> str:
    """A make without a family: what little is known, and what to do."""
    said = (
        _("{make}: nothing trustworthy is known of its radios.").format(make=make.name),
        _(make.note) if make.note else "",
        SHOWN_ELSEWHERE if elsewhere else "",
        _('Describe your own radio in the text UI: choose "{choice}".').format(
            choice=radios.NOT_LISTED
        ),
    )
    return " ".join(each for each in said if each)


MIB, MILLION = 1024 * 1024, 1_000_000
_WIDEST = 11  # letters of a name
ENABLED = _("The touchscreen is on, now and at each start.")
DISABLED = _("The touchscreen is off. The screen shows the login again.")
NO_SYSTEMD = _("There is no systemd here. Start it yourself: steadyhand --kiosk")


def line(one: Finding) -> str:
    """A finding: a mark, its name, and a sentence."""
    mark = {True: "ok", False: "!!", None: "??"}[one.ok]
    return f"{mark}  {one.name:<{_WIDEST}} {sentence(one)}"


def sentence(one: Finding) -> str:
    """What was found and what to do. One that is not known here is shown as it came."""
    say = {
        "version": _version,
        "service": _service,
        "store": _store,
        "damage": _damage,
        "traces": _traces,
        "family": _family,
        "free_space": _free_space,
        "clock": _clock,
        "device_key": _device_key,
        "watchdog": _watchdog,
        "pins": _pins,
        "pin": _pin,
        "terminal": _terminal,
        "kiosk": _kiosk,
    }.get(one.name)
    known = "" if say is None else say(one)
    return known or " ".join(part for part in (one.reason, one.value, one.place) if part)


def _version(one: Finding) -> str:
    if one.ok is not False:
        return _("This is steadyhand {own}.").format(own=one.value)
    return _("This is {own}, the service is {theirs}. Restart the service.").format(
        own=one.value, theirs=one.place
    )


def _service(one: Finding) -> str:
    if one.ok:
        return _("Version {version} answers at {place}.").format(version=one.value, place=one.place)
    if one.reason == "unreachable" and one.place == SYSTEM_SOCKET:
        return _("No service answers at {place}. See: systemctl status steadyhand").format(
            place=one.place
        )
    if one.reason == "store":
        return _("No service: it can't open its store, {place}. See the next line.").format(
            place=one.place
        )
    told = {"reason": one.reason or "", "place": one.place, "pid": one.value}
    return no_service(told | {"version": one.value})


def _store(one: Finding) -> str:
    if one.ok:
        return _("A write reached the card, in {place}.").format(place=one.place)
    if one.value == "unopened":
        return no_service({"reason": one.reason or "", "place": one.place})
    if one.reason == "volatile" and one.value.startswith("overlay"):
        return _(
            "NOT SAVED: {place} lies on an overlay, wiped when the power goes. "
            "Turn it off (raspi-config), or choose a real disk."
        ).format(place=one.place)
    if one.reason == "read_only" and one.value == "journal":
        return _(
            "NOT SAVED: the card is read-only, and a cut left a write half done. "
            "Make {place} writable, then restart the service."
        ).format(place=one.place)
    first = not_saved(one.reason)
    advice = {
        "read_only": _("Then make {place} writable and restart the service."),
        "io_error": _("Then copy this card to a new one."),
        "damaged": _("Then restore a copy; nothing in {place} is written any more."),
    }
    more = advice.get(one.reason or "", "")
    return f"{first} {more.format(place=one.place)}".rstrip()


def _damage(one: Finding) -> str:
    """A part of the store that can't be read whole, or a row of it that is not the vault's."""
    if one.reason == "record" and one.value:
        return _damaged_record(one)
    listed = _("The list of what the vault holds is damaged. Check what is shown; restore a copy.")
    locked = _("The ways to unlock can't all be read. What still opens, opens; else use your copy.")
    sentences = {
        "vault": locked,
        "unlocker": locked,
        "listed": listed,
        "list": listed,
        "met": _("Something that is kept could not be read. The rest is saved. Restore a copy."),
        "mended": _(
            "The list of vehicles was damaged, and made good from the journal. The card may be "
            "failing: make a backup."
        ),
        "pin_guard": _("PIN tries can't be counted. Use the passphrase or the recovery key."),
        "record": _("The codes can't all be read. Write down what is shown; else use your copy."),
        "vehicle": _(
            "The list of vehicles is damaged. Check which car a code is for, then key it in."
        ),
        "event": _("What happened can't be read whole. Waits are the longest: trust the display."),
    }
    other = _("A part that holds nothing of yours is damaged ({part}). Restore a copy.")
    return sentences.get(one.reason or "", other.format(part=one.reason))


def _traces(one: Finding) -> str:
    """Something was deleted, and can be read in the file for who knows where to look."""
    if one.reason == "busy":
        return _(
            "Traces of what was removed are left in {place}: too much was saved meanwhile. Run "
            "this again later."
        ).format(place=one.place)
    return _(
        "Traces of what was removed are left in {place} ({reason}). Make room there, then run this"
        " again."
    ).format(place=one.place, reason=one.reason)


def _family(one: Finding) -> str:
    """A radio of an owner's own family, without its file."""
    return _(
        "Radio {name}: its description is missing, so no steps and no wait are known. Put "
        "{name}.toml into {place}, then restart the service."
    ).format(name=one.value, place=one.place)


def _damaged_record(one: Finding) -> str:
    """Of one vehicle, by its number."""
    fields = {
        "name": _("Vehicle {n}: its name can't be read. Restore a copy, or name it again."),
        "code": _("Vehicle {n}: its code can't be read. Use your copy; enter it again or restore."),
        "serial": _("Vehicle {n}: its serial number can't be read. Enter it again or restore."),
        "plate": _("Vehicle {n}: its plate can't be read. Enter it again or restore."),
        "source": _("Vehicle {n}: where its code is from can't be read. Enter it again."),
    }
    other = _("Vehicle {n}: something that is kept of it can't be read. Restore a copy.")
    return fields.get(one.place, other).format(n=one.value)


def _free_space(one: Finding) -> str:
    if one.ok is None:
        return _("How much is free in {place} can't be told.").format(place=one.place)
    free = _("{n} MiB are free in {place}.").format(n=int(one.value) // MIB, place=one.place)
    return free if one.ok else free + " " + _("Delete what you can spare.")


def _clock(one: Finding) -> str:
    return {
        "ntp": _("The clock was set by the network."),
        "rtc": _("The clock is kept by a battery of its own."),
        "unsure": _('Nobody set the clock: dates say "about". Waits are counted without it.'),
    }.get(one.value, "")


def _device_key(one: Finding) -> str:
    if one.reason is not None:
        return secrets.trouble(one.reason)
    return {
        "stick": _("The PIN's key file is on the USB stick that is in. Take it with you."),
        "credential": _("The PIN's key file is kept off the store, as a credential."),
        "file": _(
            "The PIN's key file lies in {place}: it keeps out onlookers, "
            "not somebody who takes the card."
        ).format(place=one.place),
    }.get(one.value, "")


def _watchdog(one: Finding) -> str:
    if one.ok:
        return _("systemd watches the service.")
    return _("Nobody watches this service. Installed as a package, systemd does.")


def _pins(one: Finding) -> str:
    if not one.value:
        return _("Nothing is wired. If something is, name it in the settings.")
    names = ", ".join(home.signal(name) for name in one.value.split(", "))
    return _("Working: {names}.").format(names=names)


def _pin(one: Finding) -> str:
    """The place of a signal begins with its pin, where that is known."""
    number, _blank, rest = one.place.partition(" ")
    known = bool(one.value) and number.isascii() and number.isdigit()
    return home.trouble(
        PinTrouble(
            reason=one.reason or "",
            signal=one.value or None,
            pin=int(number) if known else None,
            detail=rest if known else one.place,
        )
    )


def _terminal(one: Finding) -> str:
    sentences = {
        None: _("{term}, {size}: screens can be drawn here."),
        "none": _("No terminal here, as in a script. Screens need one."),
        "dumb": _('TERM is "{term}": no screen can be drawn. Use: steadyhand status'),
        "too_small": _("{term}, {size}: too small. Screens need at least 40x16."),
        "unknown": _("{term}, {size}: not known to this machine. Screens may look odd."),
    }
    return sentences.get(one.reason, "").format(term=one.value, size=_size(one.place))


def _size(place: str) -> str:
    """Columns, rows and, where they are known, colours."""
    columns, _x, rest = place.partition("x")
    rows, _x, colours = rest.partition("x")
    if not colours:
        return f"{columns}x{rows}"
    many = _("16 million") if int(colours) > MILLION else colours
    return _("{columns}x{rows}, {n} colours").format(columns=columns, rows=rows, n=many)


def _kiosk(one: Finding) -> str:
    too_old = _("Touch needs Raspberry Pi OS 13; this is {debian}. Here use SSH.")
    if one.reason == "too_old":
        return too_old.format(debian=one.place)
    if one.reason == "missing":
        return _("It is on, but something is missing: sudo apt install {packages}").format(
            packages=one.place
        )
    if one.value == "on":
        return _("The touchscreen is on.")
    return _("The touchscreen is off. To turn it on: sudo steadyhand kiosk enable")


def status(*, enabled: bool, running: bool) -> str:
    """Whether it is on at each start, and whether it runs now."""
    if enabled and running:
        return _("The touchscreen is on and running.")
    if enabled:
        return _("The touchscreen is on but not running. See: journalctl -u steadyhand-kiosk")
    if running:
        return _("The touchscreen is running, but off from the next start on.")
    return _("The touchscreen is off. Turn it on: sudo steadyhand kiosk enable")


def needs_root(verb: str) -> str:
    return _("Only root may do that. Use: sudo steadyhand kiosk {verb}").format(verb=verb)


def too_old(debian: int) -> str:
    return _(
        "Touch needs Raspberry Pi OS 13; this is {debian}. Here use a keyboard or SSH."
    ).format(debian=debian)


def packages_missing(packages: list[str]) -> str:
    return _("Something is missing. Install it: sudo apt install {packages}").format(
        packages=" ".join(packages)
    )


def systemd_refused(problem: str) -> str:
    return _("systemd did not do it: {problem}").format(problem=problem)
