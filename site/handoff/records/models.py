import uuid

from django.db import models

from handoff.cases.models import Case
from handoff.machine.models import Handoff
from handoff.vault.fields import SealedField
from handoff.vault.models import SealedModel


class WorkingRecord(SealedModel):
    """What both sides, or the case's own people alone, write down around a hand-off.

    It belongs to a case and lies under its key, which is copied because the receiving side never reads the
    case. Without a hand-off it is shared with nobody. `contents` is a dict of texts by the names of the
    record's table of words.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.UUIDField(editable=False)
    contents = SealedField("書いたこと", null=True)
    version = models.PositiveIntegerField("版", default=1)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")
    changed_at = models.DateTimeField("変わった日時")

    class Meta:
        abstract = True

    @property
    def key_id(self) -> uuid.UUID:
        return self.key

    @property
    def texts(self) -> dict[str, str]:
        """Return the sealed texts by name."""
        found = self.unseal_data("contents") if self.contents is not None else {}
        assert isinstance(found, dict), "texts lie under names"
        return found
