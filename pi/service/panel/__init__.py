"""The panel on the pins as a session: presses in, cues out. It may import ``pi.service.core``
and ``pi.hardware``.
"""
