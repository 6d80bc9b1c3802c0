"""A touchscreen of a Debian in a folder: real cage and foot."""
