"""Lanes and what drains them: every message, tests too, leaves through here."""
