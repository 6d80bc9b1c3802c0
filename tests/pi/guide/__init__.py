"""The guide to a lost code."""
