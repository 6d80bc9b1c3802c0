"""Steadyhand as an appliance: its units, what goes into /etc, and the package that carries both."""
