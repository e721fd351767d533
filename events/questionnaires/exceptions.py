class QuestionnaireRefused(Exception):
    """What was asked for cannot be done now; the words say why, nothing has changed."""


class NoSuchQuestionnaire(Exception):
    """The questionnaire is not there, or not any more."""
