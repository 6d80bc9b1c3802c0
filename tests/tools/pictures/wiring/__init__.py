"""The circuits of WIRING.md, drawn from the net lists in this package."""
