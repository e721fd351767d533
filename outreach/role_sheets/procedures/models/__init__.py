from .first_steps import FirstSteps
from .gaps import Gap, PreventionPlan
from .start_up import ModelClause, StartUpCopy, StartUpStep, StartUpTick
from .steps import ProcedureStep

__all__ = [
    "FirstSteps",
    "Gap",
    "ModelClause",
    "PreventionPlan",
    "ProcedureStep",
    "StartUpCopy",
    "StartUpStep",
    "StartUpTick",
]
