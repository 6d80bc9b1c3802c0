"""The places of the tests of whole processes."""

from tests.blackbox import faults, places

kept, made_store, place = places.kept, places.made_store, places.place
made_backup, backup, new = places.made_backup, places.backup, places.new
made_elsewhere, used = places.made_elsewhere, places.used
disk, on_disk, on_overlay = faults.disk, faults.on_disk, faults.on_overlay
lying_card, on_lying_card = faults.lying_card, faults.on_lying_card
