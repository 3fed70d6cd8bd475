"""Tests of the tables, the database file and the journal."""
