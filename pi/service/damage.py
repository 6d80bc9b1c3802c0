"""What reading a damaged store raises.

Where a page of the schema is gone a table is not found, where text is no UTF-8 any more SQLite's
binding says so in an error of its own, and a length made of noise asks for more memory than there
is: none of these is known as damage by its name.
"""

from sqlite3 import DatabaseError
from typing import Final

from pi.storage.errors import DamagedStoreError, UnknownVehicleError

UNREADABLE: Final = (
    DamagedStoreError,
    UnknownVehicleError,
    DatabaseError,
    UnicodeDecodeError,
    MemoryError,
)
