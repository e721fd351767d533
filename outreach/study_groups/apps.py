from django.apps import AppConfig


class StudyGroupsConfig(AppConfig):
    name = "outreach.study_groups"
    label = "study_groups"
    verbose_name = "会と委員会"
