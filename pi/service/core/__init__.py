"""What the service knows and does for a session. It may import the protocol, the store, the
rules; never ``net``, ``panel`` or the service.
"""
