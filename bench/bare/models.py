import uuid

from django.db import models


class Answers(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    answers = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "bare"
