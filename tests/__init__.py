"""Tests, laid out like the floors they hold to account."""
