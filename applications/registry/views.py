"""Pages of the registrar: what is to be entered, secrecy, masked copies, the register as a file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.http import attempt, find_case_to, posted, render_staff
from applications.labels import LABELS
from applications.lifecycle import Missing
from applications.models import Case, Record
from applications.permissions import RULES
from applications.registry import actions, masking
from applications.registry.files import export_waiting
from applications.registry.forms import MaskForm, RegistryRowForm, SecrecyForm, row_ids
from applications.registry.waiting import WaitingFilter, not_entered, with_records

PAGE_SIZE = 25


def enter_in_registry(request: HttpRequest) -> HttpResponse:
    """Show what is not in the registry yet, and keep several numbers in one go (D2)."""
    if not request.user.is_registrar:
        who = RULES["enter_in_registry"].who
        raise PermissionDenied(_("Det här kan bara göras av %(who)s.") % {"who": who})
    filters = WaitingFilter(request.GET)
    cases = with_records(filters.apply(not_entered(request.user)))
    if "format" in request.GET:
        return export_waiting(request, cases)
    page = Paginator(cases, PAGE_SIZE).get_page(request.GET.get("sida") or request.GET.get("page"))
    missing: list[Missing] = []
    if request.method == "POST":
        forms = [RegistryRowForm(request.POST, case=case) for case in _posted_cases(request)]
        if not any(form.errors for form in forms):
            missing = _enter(request, [form for form in forms if form.is_filled])
            if not missing:
                return redirect(request.get_full_path())
    else:
        forms = [RegistryRowForm(case=case) for case in page]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filter": filters,
        "page": page,
        "forms": forms,
        "missing": missing,
        "query": query.urlencode(),
    }
    return render_staff(request, "registry/waiting.html", context)


def _posted_cases(request: HttpRequest) -> list[Case]:
    """Return the cases of the posted rows that the registrar sees, in the order of the page."""
    given = row_ids(request.POST.getlist("case")[:PAGE_SIZE])
    return list(
        with_records(Case.objects.visible_to(request.user).filter(pk__in=given).order_by("opened_at", "id"))
    )


def _enter(request: HttpRequest, forms: list[RegistryRowForm]) -> list[Missing]:
    """Keep what the rows say, each for itself; return what some of them miss."""
    missing: list[Missing] = []
    kept = 0
    for form in forms:
        data = form.cleaned_data
        number, ids = data["number"], data["records"] if data["entered"] else []
        found = attempt(
            lambda pk=form.case.pk, number=number, ids=ids: actions.enter_in_registry(  # type: ignore[misc]
                pk, by=request.user, at=timezone.now(), number=number, record_ids=ids
            )
        )
        missing += [Missing(item.text, f"#id_{form.prefix}-number") for item in found]
        kept += not found
    if kept:
        messages.success(
            request, ngettext("%(n)s ärende sparat.", "%(n)s ärenden sparade.", kept) % {"n": kept}
        )
    return missing


def change_secrecy(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Flag a record as secret with its legal ground, or lift the flag (D2)."""
    case = find_case_to("change_secrecy", request, reference)
    record = get_object_or_404(case.records, pk=pk)
    form = SecrecyForm(posted(request), record=record)
    missing: list[Missing] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        missing = attempt(
            lambda: actions.change_secrecy(
                case.pk,
                record.pk,
                by=request.user,
                at=timezone.now(),
                secret=data["secret"],
                legal_ground=form.chosen,
                reason=data["reason"],
            ),
            request=request,
            done=_("Sekretessen är sparad."),
        )
        if not missing:
            return redirect("admin:case_documents", case.reference)
    return _record_page(request, record, "change_secrecy", form, missing)


def order_masked_copy(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Order a copy with personal data masked, to be handed out (D2); what would be masked is counted first."""
    case = find_case_to("order_masked_copy", request, reference)
    record = get_object_or_404(case.records.select_related("order"), pk=pk)
    form = MaskForm(posted(request), record=record)
    hindered = list(actions.missing_for_masked_copy(record))
    missing: list[Missing] = hindered
    if request.method == "POST" and form.is_valid():
        missing = attempt(
            lambda: actions.order_masked_copy(
                case.pk,
                record.pk,
                by=request.user,
                at=timezone.now(),
                legal_ground=form.chosen,
                hide=form.cleaned_data["hide"],
                words=form.cleaned_data["words"].splitlines(),
            ),
            request=request,
            done=_("Den maskade kopian skapas och hamnar bland handlingarna."),
        )
        if not missing:
            return redirect("admin:case_documents", case.reference)
    extra: dict[str, Any] = {}
    if not hindered:
        names = masking.known_names(case, record.order.snapshot, record.order.kind)
        found = masking.mask(record.order.snapshot, names, kind=record.order.kind)
        extra = {"names": names, "found": masking.sentence(found.counts)}
    return _record_page(request, record, "order_masked_copy", None if hindered else form, missing, **extra)


def _record_page(
    request: HttpRequest, record: Record, action: str, form: Any, missing: list[Missing], **extra: Any
) -> HttpResponse:
    context = {
        "case": record.case,
        "record": record,
        "action": action,
        "label": LABELS[action],
        "form": form,
        "missing": missing,
        **extra,
    }
    return render_staff(request, "registry/record.html", context)
