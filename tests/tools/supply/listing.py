"""The list of what is shipped, as CycloneDX: names, versions, hashes, who needs whom.

The same lock gives the same bytes: it has no time of its own, and its number comes from the lock.
"""

import uuid
from collections.abc import Sequence
from typing import Final

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from pi import __version__
from tests.tools.supply.locked import PROJECT, Locked

MARKER: Final = "steadyhand:needed_where"


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
