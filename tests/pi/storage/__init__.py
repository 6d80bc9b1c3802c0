"""The store: journal, vault, what opens it, backup and restore."""
