"""Work for the worker that belongs to this layer."""

from django.utils import timezone
from django_tasks import task

from applications import mail


@task()
def deliver_mail(mail_id: int) -> str:
    """Deliver one mail of the outbox (the worker is the clock here); return how it went."""
    return mail.deliver(mail_id, at=timezone.now()).value
