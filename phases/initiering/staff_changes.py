"""What changed in a sent application since the version before it, for the city."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import compare
from applications.attachments.sections import APPLICATION
from applications.attachments.sent import files_of, names_of
from applications.models import Application, Case
from applications.writing import answers
from phases.changes import Section, changes_view


def sections(case: Case, version: Application, reader: Any) -> Iterator[Section]:
    """Yield a version step by step, and the files that `reader` may know of."""
    for step in answers.sections(version):
        yield Section(step.key, step.title, _texts(step.rows))
    files = names_of(files_of(case, version, APPLICATION, reader=reader))
    yield Section("bilagor", _("Bilagor"), {_("Bilagor"): files})


def _texts(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return the answers of a step as they are read; answers with one label are joined."""
    texts: dict[str, str] = {}
    for row in rows:
        label = str(row["label"])
        texts[label] = "\n".join(filter(None, (texts.get(label), compare.as_text(row["value"]))))
    return texts


application_changes = changes_view(
    Application,
    sections=sections,
    what=gettext_lazy("ansökan"),
    whole="application_version",
    tab="application",
)
