"""After the exit: check-ins, incidents, return plans, work at home, radar, work at the border."""
