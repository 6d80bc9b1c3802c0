"""What single screens decide."""
