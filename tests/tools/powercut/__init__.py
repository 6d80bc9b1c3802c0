"""Power cuts by the hundred: what was acknowledged outside must be on the card, and nothing half.

A writer runs the real code on a real ext4 image and tells each promise through a pipe. It is
stopped at some instant, the image is copied as it is on the card, mounted as the next boot would
mount it, and opened with the real store and service.

What it does not model: a card that lies about its flushes, and blocks that a card tears apart.
"""
