"""A real sshd and client."""
