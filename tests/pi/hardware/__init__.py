"""Pins by a mock factory: filters, panel, lamps and buzzers."""
