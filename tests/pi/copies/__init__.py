"""Copies off the car: KeePass file, card, QR codes."""
