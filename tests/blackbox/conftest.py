"""The places of the tests of whole processes."""

from tests.blackbox import cards, places

kept, made_store, place = places.kept, places.made_store, places.place
backup, new, used = places.backup, places.new, places.used
disk, on_disk, on_overlay = cards.disk, cards.on_disk, cards.on_overlay
lying_card, on_lying_card = cards.lying_card, cards.on_lying_card
