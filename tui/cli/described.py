"""The documented shapes of ``head-units --json``."""

from typing import Any

from pi.catalogue.makes import Make
from pi.radio.head_unit import Disagreement, HeadUnit, Meaning
from pi.radio.lockout_rule import Lockout, LockoutCandidate
from pi.radio.provenance import Sources


def described(head_unit: HeadUnit) -> dict[str, Any]:
    """One family. Seconds; ``null`` is unknown."""
    shape = head_unit.code
    return {
        "id": head_unit.id,
        "name": head_unit.name,
        "also_known_as": list(head_unit.also_known_as),
        "protection": head_unit.protection.value,
        "takes_a_code": head_unit.takes_a_code,
        "code_lengths": [] if shape is None else list(shape.lengths),
        "makes": sorted({fit.make for fit in head_unit.fits}),
        "cars": [{"make": f.make, "model": f.model, "years": f.years} for f in head_unit.fits],
        "prompts": list(head_unit.words_meaning(Meaning.PROMPT)),
        "shows": [word.text for word in head_unit.words],
        "lockout": _lockout(head_unit.lockout),
        "sources_differ": head_unit.sources_differ,
        "disagreements": [_disagreement(each) for each in head_unit.disagreements],
        "verified_on_hardware": head_unit.verified_on_hardware,
    }


def described_make(make: Make) -> dict[str, Any]:
    """One make, and whether nothing trustworthy is known of its radios."""
    return {
        "make": make.name,
        "also": list(make.also),
        "families": list(make.families),
        "nothing_known": make.nothing_known,
        "note": make.note,
        "sources": _sources(make.sources),
    }


def _lockout(lockout: Lockout) -> dict[str, Any]:
    return {
        "none": lockout.none,
        "may_take_s": lockout.may_take_s,
        "accounts": [_account(each) for each in lockout.candidates],
    }


def _account(one: LockoutCandidate) -> dict[str, Any]:
    """One side's account. ``repeat_from`` counts wrong tries from 1, as ``dead_after`` does."""
    return {
        "name": one.name,
        "waits_s": [stage.wait_s for stage in one.stages],
        "then": one.tail.value,
        "repeat_from": one.repeat_from + 1 if one.tail.value == "repeat" else None,
        "cap_s": one.cap_s,
        "dead_after": one.terminal.after_wrong,
        "sources": _sources(one.sources),
    }


def _disagreement(one: Disagreement) -> dict[str, Any]:
    claims = [
        {"says": claim.says, **source} for claim in one.claims for source in _sources(claim.sources)
    ]
    return {"about": one.about.value, "claims": claims, "applied": one.applied}


def _sources(sources: Sources) -> list[dict[str, str]]:
    return [{"trust": source.trust.value, "where": source.where} for source in sources]
