from .answers import Answer, Answered
from .questionnaire import Question, Questionnaire

__all__ = ["Answer", "Answered", "Question", "Questionnaire"]
