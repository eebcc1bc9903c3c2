"""Staff pages of decisions: the list, one decision, registering (e2) and releasing."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.committee.agenda import kind_at, open_item
from applications.decisions import actions, guards, renewed
from applications.decisions.conflicts import stored_conflicts
from applications.decisions.content import (
    DecisionContent,
    phrasebook,
    point_row,
    points_for,
    prefill,
    stored,
    stored_point,
    totals,
)
from applications.decisions.forms import ApprovalForm, DecisionForm, DecisionPage
from applications.decisions.outcomes import leads_to, transition_of
from applications.decisions.rectified import changes
from applications.decisions.stages import next_steps, stages
from applications.forms_base import with_one_more
from applications.http import attempt_form, find_case, find_case_to, log_reading, render_staff
from applications.labels import LABELS
from applications.models import Case, Decision, SignedExtract
from applications.notices import preview
from applications.pages import action_page
from applications.permissions import allowed
from applications.phrases import Offered, chosen
from applications.states import DecisionKind, Outcome
from applications.templatetags.samverkan import datum, kronor


def find_decision(case: Case, pk: int) -> Decision:
    """Return a decision of the case, or 404."""
    found = case.decisions.select_related(
        "case__officer", "committee", "meeting__committee", "agenda_item__meeting", "changes", "registered_by"
    ).filter(pk=pk)
    decision = found.prefetch_related(
        "member_conflicts",
        Prefetch("signed_extracts", SignedExtract.objects.select_related("attachment", "by")),
    ).first()
    if decision is None:
        raise Http404
    return decision


def decision(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Show one decision: where it stands, what comes next, and all that is registered."""
    case = find_case(request, reference)
    shown = find_decision(case, pk)
    log_reading(request, case, _("beslut: %(kind)s") % {"kind": shown.get_kind_display()}, at=timezone.now())
    points = list(shown.points.select_related("measure"))
    context = {
        "case": case,
        "decision": shown,
        "timeline": [
            {"title": stop.name, "at": stop.on, "key": stop.on is not None} for stop in stages(shown)
        ],
        "steps": next_steps(shown, request.user, at=timezone.now()),
        "points": [(point, stored_point(point).in_kind) for point in points],
        "totals": totals(points),
        "conditions": shown.conditions.select_related("closed_by").order_by("id"),
        "meets": allowed("meet_condition", user=request.user, case=case),
        "referrals": shown.referrals.select_related("to", "measure"),
        "numbers": allowed("enter_referral_number", user=request.user, case=case),
        "minutes": _minutes(shown),
        "signed": list(shown.signed_extracts.all()),
        "replaces": allowed("upload_signed_extract", user=request.user, case=case),
        "rectifications": [(row, changes(row)) for row in shown.rectifications.select_related("by")],
        "keys": _keys(shown),
    }
    return render_staff(request, "committee/decision.html", context)


def _minutes(shown: Decision) -> list[dict[str, Any]]:
    """Return what is registered from the minutes, without what is empty."""
    labels = {field.name: field.verbose_name for field in Decision._meta.fields}  # noqa: SLF001
    labels |= {"approved_on": _("Undertecknat")} if shown.is_outside else {}
    names = ("summary", *DecisionForm.SECTIONS["minutes"], "route_ground")
    rows = [{"label": labels[name], "value": getattr(shown, name)} for name in names]
    conflicts = "\n".join(map(str, stored_conflicts(shown)))
    rows.insert(names.index("motions"), {"label": _("Jäv"), "value": conflicts})
    days = [("reported_on", shown.reported_on), ("approved_on", shown.approved_on)]
    rows += [{"label": labels[name], "value": datum(day)} for name, day in days]
    return [row for row in rows if row["value"]]


def _keys(shown: Decision) -> list[str]:
    """Return the keys of the documents that this decision ordered."""
    referrals = shown.referrals.values_list("pk", flat=True)
    return [
        *reversed(renewed.versions(renewed.extract_base(shown), shown.version)),
        *renewed.versions(renewed.notice_base(shown), shown.version),
        *(key for pk in referrals for key in renewed.versions(renewed.referral_base(pk), shown.version)),
    ]


# --- registering ------------------------------------------------------------------------------------------
def register_decision(request: HttpRequest, reference: str) -> HttpResponse:
    """Register what the committee decided, or change the registration until it is released (R47)."""
    case = find_case_to("register_decision", request, reference)
    item, kind = open_item(case), kind_at(case)
    existing = guards.unreleased(case)
    if item is None or kind is None:
        missing = list(guards.missing_for_register_decision(case))
        return render_staff(request, "committee/cannot_register.html", {"case": case, "missing": missing})
    offered = phrasebook(item).offered(case.measures.all(), at_meeting=True)
    page = _page(request, case, kind, existing, offered)
    page.points.offered = offered
    missing: list[Any] = []
    if request.method == "POST" and not _only_shown_again(request) and page.is_valid():
        found = _save(request, case, page)
        if found is None:
            return redirect("admin:decision", case.reference, guards.unreleased(case).pk)
        missing = page.place(found)
    return render_staff(
        request, "committee/register.html", _context(request, case, item, page, existing, missing)
    )


def _only_shown_again(request: HttpRequest) -> bool:
    """Return whether a button that only reshapes the page was pressed: another row, or points for the outcome."""
    return "prepare" in request.POST or any(name.endswith("-add") for name in request.POST)


def _page(
    request: HttpRequest, case: Case, kind: DecisionKind, existing: Decision | None, offered: list[Offered]
) -> DecisionPage:
    """Return the page as it is to be shown or saved; a new point opens with the chosen one of the phrases."""
    if request.method != "POST":
        content = stored(existing) if existing else prefill(case, by=request.user)
        return DecisionPage(case, kind, content=content, decision=existing)
    added = next((name.removesuffix("-add") for name in request.POST if name.endswith("-add")), None)
    if added is not None:
        phrase = chosen(request.POST, added, offered)
        data = with_one_more(request.POST, added, point_row(phrase) if phrase else None)
        page = DecisionPage(case, kind, data=data, decision=existing)
        page.quiet()
        return page
    page = DecisionPage(case, kind, data=request.POST, decision=existing)
    if "prepare" in request.POST:
        outcome = request.POST.get("outcome", "")
        if outcome in Outcome.values:
            page.replace_points(points_for(open_item(case), Outcome(outcome)))
        page.quiet()
    return page


def _save(request: HttpRequest, case: Case, page: DecisionPage) -> list[Any] | None:
    content: DecisionContent = page.content()
    revision = page.form.cleaned_data["revision"]
    return attempt_form(
        page.form,
        lambda: actions.register_decision(
            case.pk, content, by=request.user, at=timezone.now(), revision=revision
        ),
        request=request,
        done=_("Beslutet är registrerat. Ingen utanför staden ser det förrän protokollet är justerat."),
    )


def _context(
    request: HttpRequest,
    case: Case,
    item: Any,
    page: DecisionPage,
    existing: Decision | None,
    missing: list[Any],
) -> dict[str, Any]:
    return {
        "case": case,
        "item": item,
        "decision": existing,
        "page": page,
        "form": page.form,
        "forms": page.forms,
        "missing": missing,
        "totals": totals(existing.points.all()) if existing else None,
        "minutes": page.form.section("minutes"),
        "minutes_open": page.form.is_open("minutes"),
        "route": page.form.section("route"),
        "route_open": page.form.is_open("route"),
        "consequences": [
            *LABELS["register_decision"].effects,
            _("Du kan ändra allt tills protokollet är justerat."),
            _("När du sedan frisläpper beslutet flyttas ärendet och gruppen får veta."),
        ],
        "keys": [f"officer_report:{item.report_id}"],
    }


def discard_decision(request: HttpRequest, reference: str) -> HttpResponse:
    """Throw away a registration that was never released."""
    case = find_case_to("discard_decision", request, reference)
    item = open_item(case)
    return action_page(
        request,
        case,
        "discard_decision",
        call=lambda: actions.discard_decision(case.pk, by=request.user, at=timezone.now()),
        done=_("Registreringen är kastad. Ärendet är kvar på sammanträdet."),
        to=reverse("admin:meeting", args=[item.meeting_id]) if item else "",
        template="committee/action.html",
        risk=True,
    )


# --- releasing --------------------------------------------------------------------------------------------
def release_decision(request: HttpRequest, reference: str) -> HttpResponse:
    """Release the registered decision when its § is justerad: consequences and receivers first (D3, D15)."""
    case = find_case_to("register_decision", request, reference)
    existing = guards.unreleased(case)
    at = timezone.now()
    if existing is None:
        messages.warning(request, _("Det finns inget registrerat beslut att frisläppa."))
        return redirect("admin:case", case.reference)
    transition = transition_of(existing)
    today = timezone.localdate(at)
    at_once = existing.immediate_approval or existing.is_outside
    usual = existing.decided_on if at_once else existing.meeting.minutes_approved_on
    form = ApprovalForm(
        request.POST or None,
        initial={"approved_on": usual if usual and usual <= today else None},
        outside=existing.is_outside,
    )
    return action_page(
        request,
        case,
        "release_decision",
        call=lambda approved_on: actions.release_decision(
            case.pk, approved_on=approved_on, by=request.user, at=at
        ),
        form=form,
        blocked=guards.missing_for_release(case, existing, at=at),
        done=_("Beslutet är frisläppt. Dokumentet skapas."),
        to=reverse("admin:decision", args=[case.reference, existing.pk]),
        template="committee/action.html",
        recipients=preview(case, transition, by=request.user),
        effects=[leads_to(case, transition), *LABELS["release_decision"].effects, *_money(existing)],
        decision=existing,
    )


def _money(existing: Decision) -> list[str]:
    """Return what the decision gives, in words, so that the sum is seen once more before it is final."""
    sums = totals(existing.points.all())
    found = [_("Beviljat i allt: %(sum)s.") % {"sum": kronor(sums.granted)}] if sums.granted else []
    if existing.changes is not None:
        text = _("Det som %(number)s gav till samma insatser gäller inte längre.")
        found.append(text % {"number": existing.changes.number_name})
    if sums.in_kind:
        found.append(_("Annat stöd: %(things)s.") % {"things": ", ".join(map(str, sums.in_kind))})
    found += [
        _("Till %(committee)s går ett överlämnande.") % {"committee": row.to.name}
        for row in existing.referrals.select_related("to")
    ]
    return found
