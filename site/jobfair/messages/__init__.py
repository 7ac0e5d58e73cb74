"""Room: messages."""
