"""Tests of the rules: cases, an independent oracle, strict loading."""
