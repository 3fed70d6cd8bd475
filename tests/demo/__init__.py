"""Tests of the demonstration, the first thing a newcomer runs."""
