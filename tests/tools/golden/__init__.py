"""Writes anew what must not change: the golden files."""
