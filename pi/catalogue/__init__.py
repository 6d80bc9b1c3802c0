"""The catalogue: what is known of each family of radios, found, checked and written. It may
import ``pi.radio``.
"""

from pi.radio import slim as slim
