"""What sessions and the service say to each other: data alone. It may import ``pi.radio``, and
is all that ``tui`` imports of the service.
"""
