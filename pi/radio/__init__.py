"""The radio's rules. Pure: no file, no clock, no pin, no log."""
