"""Measurements: `make bench` prints one table of medians and ratios."""
