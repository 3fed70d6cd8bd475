"""The practice village: invented people, and matters that went their way through the same actions as real ones."""

from consult_desk.sample.village import build_sample

__all__ = ["build_sample"]
