"""Drafts: records in the making, changes to those that are there, and what issues ask for.

From plain data and answers to the text of a file. It knows models, rules and the dataset, and
neither the disk nor the terminal.
"""

from __future__ import annotations

from onrecord.drafts.drafting import Draft, draft, place_of
from onrecord.drafts.matching import Candidate, candidates_for, matches
from onrecord.drafts.paths import DraftError, assign
from onrecord.drafts.proposals import propose_id, with_proposals
from onrecord.drafts.renaming import Renaming, rename
from onrecord.drafts.slots import Form, Slot, slot_at, slots_of

__all__ = [
    "Candidate",
    "Draft",
    "DraftError",
    "Form",
    "Renaming",
    "Slot",
    "assign",
    "candidates_for",
    "draft",
    "matches",
    "place_of",
    "propose_id",
    "rename",
    "slot_at",
    "slots_of",
    "with_proposals",
]
