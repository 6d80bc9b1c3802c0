"""Owners at real screens, on a real service and store."""
