from django.apps import AppConfig


class MachineConfig(AppConfig):
    name = "handoff.machine"
    label = "machine"
    verbose_name = "引継ぎ"
