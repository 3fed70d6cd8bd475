"""Papers: facts in, bytes out; layout, signing and verification without any database."""
