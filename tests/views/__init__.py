"""Tests of consult_desk.views."""
