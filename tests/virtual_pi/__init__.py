"""An emulated Pi: real systemd, pins of the kernel, real power cuts."""
