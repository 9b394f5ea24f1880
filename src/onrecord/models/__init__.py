"""The record kinds: which fields a record has, of which type and meaning.

The JSON Schemas, templates, tables and the model reference follow from these classes; a field is
described here and nowhere else. Models know nothing of files, nor of one another's records.
"""

from __future__ import annotations

from onrecord.models.actor import Actor, ActorType, Affiliation, Identifiers, Position
from onrecord.models.base import Correction, Kind, Model, Record, Status, Waiver, Withdrawal
from onrecord.models.claim import Claim
from onrecord.models.event import Coordinates, Event, Legal, Participant, Place, Precision, Standing
from onrecord.models.metadata import FORMAT, Maintainer, Metadata
from onrecord.models.parts import (
    About,
    Calendar,
    Citation,
    CitationMode,
    Counts,
    Name,
    NameKind,
    OriginalDate,
    Quantity,
)
from onrecord.models.source import Archived, Read, Source, SourceType
from onrecord.models.statement import (
    Act,
    Medium,
    Quote,
    Relation,
    RelationType,
    Scope,
    Speaker,
    Stance,
    StanceOnClaim,
    Statement,
    Translator,
)
from onrecord.models.system import System, SystemIdentifiers
from onrecord.models.vocabulary import Term, Vocabulary

__all__ = [
    "FORMAT", "MODELS", "RECORD_KINDS",
    "About", "Act", "Actor", "ActorType", "Affiliation", "Archived", "Calendar", "Citation",
    "CitationMode", "Claim", "Coordinates", "Correction", "Counts", "Event", "Identifiers", "Kind",
    "Legal", "Maintainer", "Medium", "Metadata", "Model", "Name", "NameKind", "OriginalDate",
    "Participant", "Place", "Position", "Precision", "Quantity", "Quote", "Read", "Record",
    "Relation", "RelationType", "Scope", "Source", "SourceType", "Speaker", "Stance",
    "StanceOnClaim", "Standing", "Statement", "Status", "System", "SystemIdentifiers", "Term",
    "Translator", "Vocabulary", "Waiver", "Withdrawal",
]  # fmt: skip

MODELS: dict[Kind, type[Model]] = {
    Kind.STATEMENT: Statement,
    Kind.EVENT: Event,
    Kind.SOURCE: Source,
    Kind.CLAIM: Claim,
    Kind.ACTOR: Actor,
    Kind.SYSTEM: System,
    Kind.VOCABULARY: Vocabulary,
    Kind.DATASET: Metadata,
}
"""The model of each kind of file."""

RECORD_KINDS: tuple[Kind, ...] = tuple(
    kind for kind, model in MODELS.items() if issubclass(model, Record)
)
"""The kinds that are records, in the order in which everything shows them."""
