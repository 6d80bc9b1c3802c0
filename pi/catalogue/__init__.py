"""The catalogue: what is known of each family of radios, found, checked and written. It may
import ``pi.radio``.
"""

import pi.radio  # noqa: F401
