"""Profiles without a name: shown by consent, asked for through the centre, never directly."""
