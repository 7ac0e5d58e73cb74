"""Lists that come in from Excel and CSV, and lists that go out."""
