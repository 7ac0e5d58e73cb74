"""The counselling desk: a log of everyone advised, and two figures of it that are kept apart."""
