"""Real processes, from outside: commands, kills, signals, terminals."""
