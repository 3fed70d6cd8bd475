"""The groups of people that rules count, by the names of the law's data, with their Chinese names and units."""

from __future__ import annotations

BASES: dict[str, str] = {
    "attendees": "到会人员",
    "party_committee_members": "党组织委员会委员",
    "two_committee_members": "“两委”成员",
    "party_voters_due": "应到会有表决权的党员",
    "party_members_total": "党员总数",
    "rep_meeting_members": "村民代表会议组成人员",
    "women_reps": "妇女村民代表",
    "adults_18": "十八周岁以上村民",
    "households": "本村的户",
    "group_adults_18": "本组十八周岁以上村民",
    "group_households": "本组的户",
    "households_represented_by_reps": "到会代表所代表的农户",
    "all_reps_or_attending_villagers": "全体村民代表（开村民会议时为到会村民）",
    "resident_rep_meeting_members": "居民代表会议组成人员",
    "residents_18": "十八周岁以上居民",
    "resident_households": "本社区的户",
    "board_members": "理事会成员",
    "collective_members_capable": "具有完全民事行为能力的成员",
    "collective_members_all": "成员大会全体成员",
    "collective_reps_all": "全体成员代表",
    "assembly_members_or_reps": "村民会议全体成员（或者全体村民代表）",
    "villagers": "村民",
    "villagers_reps": "村民代表",
    "residents": "十八周岁以上居民",
    "resident_reps": "居民代表",
}

HOUSEHOLD_BASES = frozenset({"households", "group_households", "resident_households", "households_represented_by_reps"})

# Counted apart, never read off the one number of people in the hall.
COUNTED_APART = frozenset({"women_reps"})


def unit(base: str) -> str:
    """户 for bases of households, 人 for all others."""
    return "户" if base in HOUSEHOLD_BASES else "人"
