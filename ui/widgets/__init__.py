"""Widgets the pages are made of; each shows what it is given and knows no view and no action."""
