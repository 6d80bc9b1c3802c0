"""The screens. Each draws the state it is given and sends asks; none keeps any state."""
