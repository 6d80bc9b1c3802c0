"""The service: the only place with state."""
