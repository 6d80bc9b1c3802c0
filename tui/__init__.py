"""What people see: the steadyhand command and its screens."""
