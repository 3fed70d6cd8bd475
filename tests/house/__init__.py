"""Tests of the house itself: its floors, its habits and its words."""
