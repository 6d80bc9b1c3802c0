"""The list of what is shipped, as CycloneDX: names, versions, hashes, who needs whom.

It is read from the lock file. The same lock gives the same bytes: it has no time of its own, and
its number comes from the lock.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from pi import __version__
from tests import ROOT

LOCK: Final = ROOT / "requirements.lock"
PROJECT: Final = "steadyhand"
MARKER: Final = "steadyhand:needed_where"


@dataclass(frozen=True)
class Locked:
    """One distribution. ``hashes``: SHA-256 of each file of it that may be installed.

    ``marker``: on which machines it is needed, empty for all. ``needed_by``: names, with
    ``PROJECT`` for the project itself.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    needed_by: tuple[str, ...]


def locked(text: str) -> list[Locked]:
    """Every distribution that the text of a lock pins, in its order."""
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    return [_one(block) for block in blocks]


def _one(block: str) -> Locked:
    first, _, rest = block.partition("\n")
    wanted, _, marker = first.removesuffix("\\").partition(";")
    name, _, version = wanted.strip().partition("==")
    via = re.findall(r"^ +#(?: via|  ) +(\S+)", rest, re.MULTILINE)
    return Locked(
        name=name,
        version=version,
        marker=marker.strip(),
        hashes=tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", rest)),
        needed_by=tuple(via),
    )


def listed(lock: str, pins: Sequence[Locked]) -> str:
    """The list as JSON. ``lock`` is the text that the pins were read from."""
    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_OID, lock))
    bom.metadata.timestamp = None  # type: ignore[assignment]
    whole = Component(name=PROJECT, version=__version__, type=ComponentType.APPLICATION)
    whole.bom_ref.value = PROJECT
    bom.metadata.component = whole
    parts = {pin.name: _part(pin) for pin in pins}
    for part in parts.values():
        bom.components.add(part)
    for needs, component in ((PROJECT, whole), *parts.items()):
        bom.register_dependency(
            component, [parts[pin.name] for pin in pins if needs in pin.needed_by]
        )
    return str(JsonV1Dot6(bom).output_as_string(indent=2)) + "\n"


def _part(pin: Locked) -> Component:
    url = PackageURL("pypi", name=pin.name, version=pin.version)
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        bom_ref=url.to_string(),
        purl=url,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in pin.hashes],
        properties=[Property(name=MARKER, value=pin.marker)] if pin.marker else [],
    )
