"""Revisions, named NNNN_title.py."""
