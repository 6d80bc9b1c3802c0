"""The parts the screens are built of. They post messages, own no state and hold no sentences."""
