"""Every table, one module per aggregate: ``from jobfair.models import Person``.

What is imported here is given on; ``pyproject.toml`` says so to mypy and ruff.
"""

from jobfair.models import conference_steps
from jobfair.models.abroad import (
    BorderWork,
    BorderWorker,
    CheckIn,
    CheckInAnswer,
    Incident,
    IncidentStep,
    JobCheck,
    RadarLimit,
    ReturnPlan,
    StayAbroad,
    StayState,
)
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
from jobfair.models.booths import Interest, InterestHow, InterviewSlot, SlotState
from jobfair.models.clocks import Escalation, Holiday
from jobfair.models.complaints import (
    Complaint,
    ComplaintAbout,
    ComplaintEvent,
    ComplaintFile,
    ComplaintState,
    Outcome,
)
from jobfair.models.conferences import (
    Conference,
    ConferenceCommune,
    ConferenceCost,
    ConferenceGuest,
    ConferenceKind,
    ConferenceMarket,
    ConferenceReply,
    ConferenceState,
    CostKind,
    CostPayer,
    GuestAnswer,
)
from jobfair.models.consent import Consent, ConsentText, Purpose
from jobfair.models.content import FactCheck, FactValue, PublicText, PublicTextVersion
from jobfair.models.counselling import AdviceContact
from jobfair.models.desk import BulkMove, Handover, HandoverState, PersonMerge, SavedFilter
from jobfair.models.door import DoorAct
from jobfair.models.exports import ExportFile, ExportState
from jobfair.models.geography import Commune, CommuneSuccessor
from jobfair.models.guide import GuideText, ProgrammeNeed
from jobfair.models.household import HouseholdMember
from jobfair.models.intake import (
    BatchState,
    ImportBatch,
    ImportColumns,
    ImportRow,
    RowState,
)
from jobfair.models.journey import (
    CLOSED_STAGES,
    CaseEvent,
    CaseFile,
    CaseRecord,
    Departure,
    Paper,
    Placement,
    Stage,
    Task,
)
from jobfair.models.licence_list import LicenceList, LicenceListChange
from jobfair.models.money import (
    ContractTerms,
    Day30Answer,
    Loan,
    LoanAct,
    LoanState,
    Payment,
    Promise,
    PromiseCheck,
    SupportItem,
    SupportState,
)
from jobfair.models.papers import PaperFile, PaperRule, PaperUpload
from jobfair.models.people import DuplicatePair, Person, PersonFlag, PersonPhone
from jobfair.models.profiles import AskState, JobProfile, ProfileAsk, ProfileEnd
from jobfair.models.reach import AudioClip, PaperRow, SheetPhoto, SmsInbound
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
from jobfair.models.registration import LISTED, Attendance, Registration, RegistrationState
from jobfair.models.skills import InterviewForm, LanguageLevel, Occupation, Schooling
from jobfair.models.staff import (
    LoginSession,
    Office,
    OfficeKind,
    RecoveryCode,
    Role,
    RoleGrant,
    UserAccount,
)
from jobfair.models.standing import (
    BodyBranch,
    BodyRating,
    BodyTopic,
    BodyTrack,
    CommentState,
    RatingComment,
)
from jobfair.models.system import AuditEvent, OutboxMessage, PublicVersion
from jobfair.models.training import (
    BodyReport,
    ClassAttendance,
    ClassDay,
    ClassKind,
    ClassState,
    Enrolment,
    ReportState,
    Result,
    TrainingClass,
)
from jobfair.models.warnings import ScamMark, ScamWarning, WarningState
