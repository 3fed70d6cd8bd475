"""Whole days of work, through the same doors as people."""
