"""Tests of the door and of what it promises."""
