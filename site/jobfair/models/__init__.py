"""Every table, one module per aggregate: ``from jobfair.models import Person``."""

from jobfair.models.base import Base
from jobfair.models.bodies import (
    BodyContact,
    BodyKind,
    Introduction,
    JobOrder,
    LicenceEvent,
    LicenceKind,
    OrderState,
    SendingBody,
)
from jobfair.models.clocks import Escalation, Holiday
from jobfair.models.conferences import (
    Conference,
    ConferenceCommune,
    ConferenceGuest,
    ConferenceKind,
    ConferenceMarket,
    ConferenceState,
)
from jobfair.models.consent import Consent, ConsentText, Purpose
from jobfair.models.geography import Commune, CommuneSuccessor
from jobfair.models.household import HouseholdMember
from jobfair.models.journey import (
    CLOSED_STAGES,
    CaseEvent,
    CaseFile,
    CaseRecord,
    Departure,
    Paper,
    Payment,
    Placement,
    Stage,
    Task,
)
from jobfair.models.papers import PaperFile, PaperRule, PaperUpload
from jobfair.models.people import DuplicatePair, Person, PersonFlag, PersonPhone
from jobfair.models.reach import AudioClip, PaperRow, SmsInbound
from jobfair.models.reference import (
    EthnicGroup,
    FeeRule,
    LegalDocument,
    Market,
    Milestone,
    Programme,
    ProgrammeRule,
    Province,
    ReasonCode,
    Setting,
    StageDefinition,
    Statistic,
    SupportAmount,
    Target,
)
from jobfair.models.registration import Attendance, Registration, RegistrationState
from jobfair.models.staff import (
    LoginSession,
    Office,
    OfficeKind,
    RecoveryCode,
    Role,
    RoleGrant,
    UserAccount,
)
from jobfair.models.system import AuditEvent, OutboxMessage, PublicVersion

__all__ = [
    "CLOSED_STAGES",
    "Attendance",
    "AudioClip",
    "AuditEvent",
    "Base",
    "BodyContact",
    "BodyKind",
    "CaseEvent",
    "CaseFile",
    "CaseRecord",
    "Commune",
    "CommuneSuccessor",
    "Conference",
    "ConferenceCommune",
    "ConferenceGuest",
    "ConferenceKind",
    "ConferenceMarket",
    "ConferenceState",
    "Consent",
    "ConsentText",
    "Departure",
    "DuplicatePair",
    "Escalation",
    "EthnicGroup",
    "FeeRule",
    "Holiday",
