"""Work for the worker that belongs to the case list."""

from django.utils import timezone
from django_tasks import task

from applications.workspace import hand_over, list_file


@task()
def make_list_file(file_id: int) -> int:
    """Make the file of a long list; return the number of cases in it."""
    return list_file.make(file_id, at=timezone.now())


@task()
def go_on_handing_over(order_id: int) -> None:
    """Give the next of many cases to their new officer, and come back for the rest."""
    if hand_over.go_on(order_id, at=timezone.now()):
        go_on_handing_over.enqueue(order_id)
