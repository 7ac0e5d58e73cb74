"""Money of a journey: payments against the cap, promises, loans, support."""
