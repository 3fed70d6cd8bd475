"""Consult Desk (议事台): the core that leads a village matter through four deliberations and two disclosures."""
