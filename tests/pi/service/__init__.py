"""The companion behind its socket: commands, answers and what is told."""
