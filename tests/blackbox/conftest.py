"""The places of the tests of whole processes."""

from tests.blackbox import places

kept, made_store, place = places.kept, places.made_store, places.place
