"""What is known of a family, one plain sentence or two for each rule, with who says so."""

from collections.abc import Iterable, Sequence

from pi.radio.head_unit import About, Disagreement, HeadUnit
from pi.radio.provenance import Rule, Source, Sources, Trust
from tui.text import radios
from tui.text.known_entry import begin_again, confirm, method, opening
from tui.text.known_wait import account, dearest, supply
from tui.text.language import _, _n

_BY_TRUST = tuple(Trust)  # from the best to the least


def title() -> str:
    """What is known of this radio."""
    return _("What is known")


def read_on() -> str:
    """The next page, and after the last the first."""
    return _("Read on")


def who_says_so() -> str:
    """To the addresses of the sources."""
    return _("Who says so")


def what_is_known() -> str:
    """To the facts of a family."""
    return _("What is known of it")


def facts(head_unit: HeadUnit) -> tuple[str, ...]:
    """All that is known, in the order in which an owner meets it."""
    return (
        radios.takes_no_code(head_unit.protection),
        _display(head_unit),
        *_keying(head_unit),
        *_wrong_codes(head_unit),
        *_traps(head_unit),
        *_serial(head_unit),
        *map(disagreement, head_unit.disagreements),
        radios.proof(head_unit) if head_unit.takes_a_code else "",
    )


def known(head_unit: HeadUnit) -> tuple[str, ...]:
    """The facts, without what is empty."""
    return tuple(fact for fact in facts(head_unit) if fact)


def disagreement(one: Disagreement) -> str:
    """All that is said, by whom, and what is taken."""
    claims = "; ".join(
        _("{claim} says {who}").format(claim=claim.says, who=who(claim.sources))
        for claim in one.claims
    )
    return _("{about}: {claims}. Taken: {applied}.").format(
        about=_about(one.about), claims=claims, applied=one.applied.rstrip(".")
    )


def who(sources: Sources) -> str:
    """Those who say so, the most trusted first. Empty: nobody."""
    trusts = sorted({source.trust for source in sources}, key=_BY_TRUST.index)
    named = _(" and ").join(_trust(trust) for trust in trusts)
    if sources and all(source.inferred for source in sources):
        return _("our reading of {who}").format(who=named)
    return named


def addresses(head_unit: HeadUnit) -> tuple[str, ...]:
    """Every source once, in the order of the rules, with who it is."""
    found: dict[str, Source] = {}
    for source in _sources(head_unit):
        found.setdefault(source.where, source)
    return tuple(
        _("{who}: {where}").format(who=_trust(one.trust), where=one.where) for one in found.values()
    )


def no_sources() -> str:
    """A family of which nobody says anything."""
    return _("Nobody says anything of this radio here.")


def _display(head_unit: HeadUnit) -> str:
    shows = radios.shows(head_unit)
    rules = [word for word in head_unit.words if word.text in radios.display_words(head_unit)]
    return _said(shows, *rules)


def _keying(head_unit: HeadUnit) -> Iterable[str]:
    entry, shape = head_unit.entry, head_unit.code
    if shape is not None:
        yield _said(radios.code_rule(shape), shape)
    if entry is not None:
        yield _said(opening(entry.opening), entry.opening)
        yield _said(method(entry.method), entry.method)
        yield _said(confirm(entry), entry.confirm)
        yield _said(begin_again(entry.mistakes), entry.mistakes)


def _wrong_codes(head_unit: HeadUnit) -> Iterable[str]:
    if not head_unit.takes_a_code:
        return
    accounts = head_unit.lockout.candidates
    for one in accounts:
        told = account(one)
        several = len(accounts) > 1 and told
        yield _said(_("One account: {told}").format(told=told) if several else told, one)
    yield _said(dearest(head_unit.lockout), head_unit.lockout)
    yield _said(supply(head_unit.timer), head_unit.timer)


def _traps(head_unit: HeadUnit) -> Iterable[str]:
    traps, said = head_unit.behaviour, []
    if traps.trial_play_min is not None:
        minutes = round(traps.trial_play_min)
        said.append(
            _n(
                "It plays for about {n} minute before it locks.",
                "It plays for about {n} minutes before it locks.",
                minutes,
            )
        )
    if traps.spurious_prompt:
        said.append(_("The question may go by itself: switch the ignition off and on first."))
    if traps.set_up_asked_after:
        said.append(_("After the first right code it asks for its settings."))
    if traps.first_aid:
        said.append(_sentence(_(traps.first_aid)))
    yield _said(" ".join(said), traps)


def _serial(head_unit: HeadUnit) -> Iterable[str]:
    serial = head_unit.serial
    if serial.places:
        places = "; ".join(_(place) for place in serial.places)
        yield _said(_("Serial number: {places}.").format(places=places), serial)
    for way in serial.displays:
        cost = _("What that costs is not known.") if way.costs_attempts is None else ""
        if way.costs_attempts:
            cost = _("It costs tries.")
        if way.tries is not None:
            cost = _n("It costs {n} wrong code.", "It costs {n} wrong codes.", way.tries)
        how = _("To see the serial number: {how}.").format(how=_(way.how).rstrip("."))
        yield _said(f"{how} {cost}".strip(), way)


def _said(fact: str, *rules: Rule) -> str:
    """A fact, what is noted beside it, and who says so."""
    if not fact:
        return ""
    notes = [_sentence(_(note)) for rule in rules for note in rule.notes]
    says = who(tuple(source for rule in rules for source in rule.sources))
    named = [_("({who})").format(who=says)] if says else []
    return " ".join([fact, *named, *notes])


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _trust(trust: Trust) -> str:
    return {
        Trust.MAKER: _("the maker's own text"),
        Trust.MAKER_QUOTED: _("the maker, as quoted"),
        Trust.TRADE: _("a workshop or the trade"),
        Trust.SELLER: _("a seller of codes"),
        Trust.OWNER_REPORT: _("an owner"),
        Trust.OWNER: _("this radio's owner"),
    }[trust]


def _about(about: About) -> str:
    return {
        About.WAIT: _("The wait"),
        About.TRIES: _("Tries before a wait"),
        About.END: _("Tries before only a dealer helps"),
        About.LENGTH: _("How many digits"),
        About.OPENING: _("What brings the question up"),
        About.ENTRY: _("How a digit is set"),
        About.CONFIRM: _("What submits the code"),
        About.POWER: _("What the wait needs"),
        About.SERIAL: _("The serial number"),
        About.DISPLAY: _("What it shows"),
    }[about]


def _sources(value: object) -> Iterable[Source]:
    if isinstance(value, Source):
        yield value
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from _sources(one)
    else:
        for name in getattr(value, "__struct_fields__", ()):
            yield from _sources(getattr(value, name))
