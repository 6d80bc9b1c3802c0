"""The radio's rules. Pure: no file but the catalogue's, no clock, no pin, no log."""
