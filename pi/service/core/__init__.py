"""What the service knows and does for a session. It may import the protocol, store, hardware,
guide, catalogue and rules; never ``net``, ``panel`` or the service.
"""
