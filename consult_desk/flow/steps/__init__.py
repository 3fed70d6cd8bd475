"""Kinds of step: what each asks for before it lets a matter through; flow/engine.py asks them."""
