"""Steps: what may happen next in a matter, and why not; asked by views, enforced by actions."""
