"""Measurements, not tests: `make bench` prints one table of medians and ratios, all from the same run."""
