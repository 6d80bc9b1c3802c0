"""What the owner of a virtual Pi types to set it up."""

SET_UP = """
pin = "2580"
[[vehicle]]
name = "Qashqai"
head_unit = "nissan-radio-code"
code = "3712"
"""
