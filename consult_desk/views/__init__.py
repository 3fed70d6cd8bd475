"""Views: frozen pictures of what the desk knows, one module per area; nothing lazy leaves them.

All of them are named in listed.py, which is not imported here: the first page must not wait for the views of the others.
"""
