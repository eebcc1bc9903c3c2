"""The numbers of decisions: the § of the committee's minutes, the chair's own list, the list of each delegate (D5)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Decision


def number_taken(route: str, paragraph: int, year: int) -> Missing:
    """Return that another decision of the same decider has the number that year."""
    if route == Decision.Route.COMMITTEE:
        text = _("§ %(number)s är redan registrerad %(year)s. Kontrollera i protokollet.")
        return Missing(text % {"number": paragraph, "year": year}, "#id_paragraph")
    name = Decision(route=route, paragraph=paragraph).number_name
    text = _("%(name)s är redan registrerat %(year)s. Kontrollera numret.")
    return Missing(text % {"name": name, "year": year}, "#id_paragraph")


def taken(
    committee: int, route: str, year: int, paragraph: int, *, delegate: str = "", but: int | None = None
) -> Iterable[Missing]:
    """Yield that the number is taken: unique per year and decider, which the database keeps too.

    `but`: primary key of the decision that is written, which has its number itself.
    """
    same = Decision.objects.filter(committee=committee, route=route, year=year, paragraph=paragraph)
    if route == Decision.Route.DELEGATED:
        same = same.filter(delegate=delegate)
    if same.exclude(pk=but).exists():
        yield number_taken(route, paragraph, year)
