"""The app: one connection, the screen that fits the state, and what follows a state. It may
import practice, widgets, text and the client.
"""
