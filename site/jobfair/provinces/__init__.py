"""Province packs."""
