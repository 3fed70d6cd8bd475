"""Measures the main jobs: python -m tests.bench prints one table of medians and ratios."""
