"""What hinders a case from being put on an agenda, and from being taken off again."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.committee.agenda import open_item, report_to_decide
from applications.lifecycle import Missing
from applications.models import Case, Meeting


def missing_for_put_on_agenda(case: Case) -> Iterable[Missing]:
    """Yield why the case cannot be put up: no signed report, already put up, no meeting to put it on (R16)."""
    item = open_item(case)
    if item is not None:
        yield Missing(
            _("Ärendet är redan uppsatt på sammanträdet %(day)s.") % {"day": item.meeting.date},
            reverse("admin:meeting", args=[item.meeting_id]),
        )
        return
    if report_to_decide(case) is None:
        yield Missing(
            _("Tjänsteskrivelsen behöver vara signerad av en chef."),
            reverse("admin:case", args=[case.reference]),
        )
    if not Meeting.objects.filter(committee__decides=True, committee__is_active=True).exists():
        yield Missing(_("Lägg in ett sammanträde först."), reverse("admin:applications_meeting_add"))


def missing_for_take_off_agenda(case: Case) -> Iterable[Missing]:
    """Yield why the case stays on the agenda: it is on none, or a decision is registered."""
    if open_item(case) is None:
        yield Missing(_("Ärendet är inte uppsatt på något sammanträde."), reverse("admin:meetings"))
    elif case.decisions.filter(released_at=None).exists():
        yield Missing(
            _("Ett beslut är registrerat. Kasta registreringen först."),
            reverse("admin:register_decision", args=[case.reference]),
        )
