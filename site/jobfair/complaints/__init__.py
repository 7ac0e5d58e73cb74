"""Complaints and reports: sent by anybody, followed by number, answered in time (B7)."""
