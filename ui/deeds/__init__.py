"""The deeds, each a form that leads to one action. To add one: a Deed in a module here, named in DEEDS."""

from ui.deed import Deed

DEEDS: tuple[Deed, ...] = ()
