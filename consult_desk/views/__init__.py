"""Views: frozen pictures of what the desk knows, one module per area; nothing lazy leaves them."""
