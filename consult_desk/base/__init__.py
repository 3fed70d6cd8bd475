"""Ground floor: errors, progress, text, places, settings and files; imports nothing of the project."""
