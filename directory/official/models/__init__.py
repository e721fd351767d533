from .imports import ImportFile, ImportLine, ImportProblem, ImportRun
from .records import OfficialRecord, RecordProposal

__all__ = ["ImportFile", "ImportLine", "ImportProblem", "ImportRun", "OfficialRecord", "RecordProposal"]
