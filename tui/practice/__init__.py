"""Practice: the real screens beside a simulated radio. Nothing of it is stored anywhere."""
