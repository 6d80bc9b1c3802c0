"""The words of what is asked about a vehicle: name, code, serial number, source."""

from tui.text.language import _


def which_name() -> str:
    """What the vehicle is called."""
    return _("What do you call this car? Type a name, or take this one.")


def name_label() -> str:
    """The field where there is no room for a sentence."""
    return _("Name:")


def suggested_name(make: str) -> str:
    """A name that one tap accepts."""
    return _("My {make}").format(make=make) if make else _("My car")


def take_name() -> str:
    """Take the name as it stands."""
    return _("Take this name")


def type_code(rule: str) -> str:
    """The code, the first time. ``rule`` says what it looks like."""
    return _("{rule} Type it from your paper.").format(rule=rule)


def code_typed() -> str:
    """The first entry is complete."""
    return _("My paper says so")


def type_code_again() -> str:
    """The code, the second time."""
    return _("Once more, from the paper: a slip now would cost a try later.")


def no_code_at_hand() -> str:
    """The owner has no code."""
    return _("I have none")


def finding_a_code() -> tuple[str, ...]:
    """Where a code is found, in the order to look."""
    return (
        _("Look for a card: car papers, handbook wallet, audio booklet, wallet at home."),
        _("Look for a sticker: glove box, fuse-box lid, spare-wheel well."),
        _("Ask the previous owner, then the dealer that first sold the car."),
        _("Nobody can look it up from here, but a guide goes with you, place by place."),
    )


def keep_without_code() -> str:
    """Go on without a code."""
    return _("Keep the car without its code, and look for it")


def type_serial() -> str:
    """The serial number."""
    return _("A dealer asks for it if the code is lost. You may leave it out.")


def serial_label() -> str:
    """The field where there is no room for a sentence."""
    return _("Serial:")


def serial_may_wait() -> str:
    """Beside the field, in at most 28 letters."""
    return _("from the label, or later")


def serial_later() -> str:
    """Leave the serial number out."""
    return _("Later: leave it out")


def serial_typed() -> str:
    """The serial number is complete."""
    return _("The label says so")


def serial_looks(look: str, misread: str) -> str:
    """What the shape hints at, never more. ``misread``: characters to look at again."""
    sentences = {
        "this_family": _("It looks like a number of this radio."),
        "other_family": _("It looks like another radio's. Is it the right label?"),
        "model_number": _("That names the model. The serial number stands elsewhere."),
        "part_number": _("That names the part. The serial number stands elsewhere."),
        "other_number": _(
            "The set shows that too, but it is not its serial number. See the label."
        ),
        "unknown_shape": _("Unusual for this radio. Look at the label again."),
    }
    if look == "unknown_shape" and misread:
        return _("Unusual for this radio. Easily misread: {characters}").format(characters=misread)
    return sentences.get(look, "")


def serial_misfit(position: int, char: str, expects: str, instead: tuple[str, ...]) -> str:
    """A character that labels of this kind do not have there. ``instead``: what may be meant."""
    right = _(" or ").join(instead)
    if char.isdigit() == (expects == "digit") and right:
        return _("Character {n}: {right} stands there on labels of this kind, not {char}.").format(
            n=position, right=right, char=char
        )
    sentences = {
        "digit": _("Character {n}: a digit stands there on labels of this kind."),
        "letter": _("Character {n}: a letter stands there on labels of this kind."),
        "either": _("Character {n}: a letter or digit stands there on such labels."),
    }
    rule = sentences[expects].format(n=position)
    if not right:
        return rule
    return rule + " " + _("{right}, not {char}?").format(right=right, char=char)


def serial_joined(digits: str) -> str:
    """The two halves that a display shows one after the other."""
    return _("Joined without U and L, as a dealer asks for it: {digits}").format(digits=digits)


def serial_also(needed: str) -> str:
    """What is asked for besides the number itself."""
    return {
        "second_label": _("Copy the second label too, which begins with C7: it is asked for."),
        "photo": _("Photograph this label too: with such a number a photo is asked for."),
        "second_screen": _("That is one of two screens. Type both, the U and the L."),
    }[needed]


def where_from() -> str:
    """Where the code came from."""
    return _("Where did you get the code from?")


def source(value: str) -> str:
    """A place a code comes from; what is kept is shown as it is where it is another."""
    sentences = {
        "card": _("The code card"),
        "handbook": _("The handbook"),
        "sticker": _("A sticker in the car"),
        "dealer": _("A dealer"),
        "online service": _("An online service"),
        "previous owner": _("A previous owner"),
        "specialist": _("A specialist"),
    }
    return sentences.get(value, value)
