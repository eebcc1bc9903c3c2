"""Work for the worker that belongs to the case list."""

from django.utils import timezone
from django_tasks import task

from applications.workspace import list_file


@task()
def make_list_file(file_id: int) -> int:
    """Make the file of a long list; return the number of cases in it."""
    return list_file.make(file_id, at=timezone.now())
