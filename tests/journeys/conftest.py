"""Lends the hamlet to these tests."""

from tests.journeys.fixtures import guide, template

__all__ = ["guide", "template"]
