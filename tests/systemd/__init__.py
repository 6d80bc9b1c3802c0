"""The units and the package, as far as a machine can tell that installs nothing."""
