"""Surfaces without a terminal: commands, words, widgets."""
