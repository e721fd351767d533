from django.db import models


class MailState(models.TextChoices):
    QUEUED = "queued", "送信待ち"
    SENT = "sent", "送信済み"
    FAILED = "failed", "送れませんでした"
    BOUNCED = "bounced", "届きませんでした"
    COMPLAINED = "complained", "迷惑メールとして報告されました"


class OutgoingMail(models.Model):
    """One mail to one address, written in the transaction of its cause and sent by a job.

    `cause` names the reason once and for all, so that a repeated reminder writes no second row. Text and
    calendar part are erased some time after sending (`limits.BODY_KEPT`); that a mail went, when and why,
    stays. `stop_url` ends what a mail is part of with one press (RFC 8058). With `hides_recipient` the
    outbox names nobody. Before `leaves_at`, where it is set, a mail does not go.
    """

    cause = models.CharField("きっかけ", max_length=200, unique=True)
    to = models.EmailField("宛先")
    subject = models.CharField("件名", max_length=200)
    text = models.TextField("本文", blank=True)
    calendar = models.TextField("予定ファイル", blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    stop_url = models.URLField("止めるアドレス", max_length=300, blank=True)
    hides_recipient = models.BooleanField("宛先を見せない", default=False)
    state = models.CharField("状態", max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField("試した回数", default=0)
    problem = models.CharField("送れなかった理由", max_length=200, blank=True)
    provider_id = models.CharField(max_length=200, blank=True, db_index=True)
    created_at = models.DateTimeField("作成日時")
    leaves_at = models.DateTimeField("これより前には送らない", null=True)
    sent_at = models.DateTimeField("送信日時", null=True)
    erased_at = models.DateTimeField("本文を消した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "送信メール"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="mail_outgoingmail_sent_has_time",
                condition=models.Q(state__in=["queued", "failed"]) | models.Q(sent_at__isnull=False),
                violation_error_message="送信日時のない送信済みメールは作れません。",
            ),
            models.CheckConstraint(
                name="mail_outgoingmail_erased_is_empty",
                condition=models.Q(erased_at__isnull=True) | models.Q(text="", calendar="", stop_url=""),
                violation_error_message="消したメールに本文は残せません。",
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="mail_outgoingmail_state")]

    def __str__(self) -> str:
        return self.subject
