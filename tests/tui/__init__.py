"""What people see, without a terminal: commands, words, widgets."""
