"""The ways out of the house. Each module's `open_session()` gives a session whose
`send()` says what happened to one message; see smtp.py."""
