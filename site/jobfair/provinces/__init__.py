"""Province packs: reading, checking and loading them. A new province is data, no code."""
