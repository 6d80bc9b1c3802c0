"""The places of the tests of whole processes."""

from tests.blackbox import faults, places

kept, made_store, place = places.kept, places.made_store, places.place
made_backup, backup, used = places.made_backup, places.backup, places.used
disk, on_disk, on_overlay = faults.disk, faults.on_disk, faults.on_overlay
