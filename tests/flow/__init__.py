"""Tests of consult_desk.flow."""
