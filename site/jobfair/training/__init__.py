"""Classes, attendance, orientation certificates; reports on bodies that sent without one."""
