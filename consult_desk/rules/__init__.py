"""The judges: rules of the law as dated data, and pure functions that answer with a Verdict."""
