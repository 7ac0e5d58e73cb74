"""What placed people say of a body, and what our own cases say of it."""
