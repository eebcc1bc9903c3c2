"""Pages about the group, for its members and for the officer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.accounts.protection_actions import set_protection
from applications.group import actions
from applications.group.forms import (
    ActorForm,
    HandOverForm,
    InviteForm,
    ResponsibleForm,
    initial_of,
)
from applications.group.pages import form_page, group_url
from applications.group.people import called, members_for
from applications.group.standings import standings
from applications.http import attempt, find_case_to, posted, render_frame
from applications.labels import LABELS
from applications.models import Case, Invitation
from applications.notices import preview
from applications.permissions import allowed

ASKED = (
    "edit_group",
    "invite_member",
    "withdraw_invitation",
    "hand_over_representative",
    "confirm_actor",
    "ask_actor",
    "remind_actor",
    "withdraw_question",
    "protect_identity",
    "remove_member",
    "leave_group",
)


def edit_group(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the group: actors, members, invitations; name the responsible group."""
    case = find_case_to("edit_group", request, reference)
    form = ResponsibleForm(posted(request), case=case, viewer=request.user)
    missing: list[Any] = []
    if request.method == "POST" and form.is_valid():
        chosen = [member.pk for member in form.cleaned_data["members"]]
        missing = attempt(
            lambda: actions.name_responsible_group(case.pk, chosen, by=request.user, at=timezone.now()),
            request=request,
            done=_("Den ansvariga gruppen är sparad."),
        )
        if not missing:
            return redirect(group_url(request, case))
    context = {
        "case": case,
        "form": form,
        "missing": missing,
        "standings": standings(case, at=timezone.now()),
        "members": members_for(request.user, case),
        "invitations": actions.open_invitations(case),
        "may": {action: allowed(action, user=request.user, case=case) for action in ASKED},
    }
    return render_frame(request, "applications/group/group.html", context)


def add_actor(request: HttpRequest, reference: str) -> HttpResponse:
    """Add an actor that applies together with the others."""
    case = find_case_to("edit_group", request, reference)
    form = ActorForm(posted(request))

    def call() -> Any:
        return actions.add_actor(case.pk, **form.cleaned_data, by=request.user, at=timezone.now())

    done = _("Aktören är tillagd.")
    return form_page(
        request,
        case,
        "edit_group",
        form,
        call,
        done=done,
        heading=_("Lägg till aktör"),
        button=_("Lägg till"),
    )


def change_actor(request: HttpRequest, reference: str, part: int) -> HttpResponse:
    """Change an actor of the group."""
    case = find_case_to("edit_group", request, reference)
    row = get_object_or_404(case.case_actors.filter(in_group=True).select_related("actor"), pk=part)
    form = ActorForm(posted(request), initial=initial_of(row))

    def call() -> Any:
        return actions.change_actor(case.pk, row.pk, **form.cleaned_data, by=request.user, at=timezone.now())

    heading = _("Ändra %(name)s") % {"name": row.actor.name}
    return form_page(
        request,
        case,
        "edit_group",
        form,
        call,
        done=_("Ändringen är sparad."),
        heading=heading,
        button=_("Spara"),
    )


def remove_actor(request: HttpRequest, reference: str, part: int) -> HttpResponse:
    """Take an actor out of the group, after asking."""
    case = find_case_to("edit_group", request, reference)
    row = get_object_or_404(case.case_actors.filter(in_group=True).select_related("actor"), pk=part)

    def call() -> Any:
        return actions.remove_actor(case.pk, row.pk, by=request.user, at=timezone.now())

    heading = _("Ta bort %(name)s?") % {"name": row.actor.name}
    effects = [_("Aktören söker inte längre tillsammans med er."), _("Det ni redan har skickat ändras inte.")]
    extra = {"button": _("Ta bort aktören"), "risk": True, "effects": effects}
    return form_page(
        request, case, "edit_group", None, call, done=_("Aktören är borttagen."), heading=heading, **extra
    )


def invite_member(request: HttpRequest, reference: str) -> HttpResponse:
    """Invite somebody by e-mail."""
    case = find_case_to("invite_member", request, reference)
    may_choose = not actions.has_representative(case)
    form = InviteForm(posted(request), case=case, may_choose_role=may_choose)

    def call() -> Any:
        return actions.invite_member(case.pk, **form.cleaned_data, by=request.user, at=timezone.now())

    extra = {"button": _("Skicka inbjudan"), "effects": LABELS["invite_member"].effects}
    done = _("Inbjudan är skickad.")
    return form_page(
        request, case, "invite_member", form, call, done=done, heading=_("Bjud in en medlem"), **extra
    )


def withdraw_invitation(request: HttpRequest, reference: str, invitation: int) -> HttpResponse:
    """Take an invitation back, after asking."""
    case = find_case_to("withdraw_invitation", request, reference)
    row = get_object_or_404(actions.open_invitations(case), pk=invitation)

    def call() -> Any:
        return actions.withdraw_invitation(case.pk, row.pk, by=request.user, at=timezone.now())

    heading = _("Återta inbjudan till %(name)s?") % {"name": row.name}
    extra = {"button": _("Återta inbjudan"), "risk": True, "effects": [_("Länken i mejlet slutar fungera.")]}
    done = _("Inbjudan är återtagen.")
    return form_page(request, case, "withdraw_invitation", None, call, done=done, heading=heading, **extra)


def hand_over_representative(request: HttpRequest, reference: str) -> HttpResponse:
    """Let another member speak for the group."""
    case = find_case_to("hand_over_representative", request, reference)
    form = HandOverForm(posted(request), case=case, viewer=request.user)

    def call() -> Any:
        member = form.cleaned_data["member"]
        return actions.hand_over_representative(
            case.pk, member.pk, comment=form.cleaned_data["comment"], by=request.user, at=timezone.now()
        )

    extra = {
        "button": LABELS["hand_over_representative"].button,
        "effects": LABELS["hand_over_representative"].effects,
        "recipients": preview(case, "hand_over_representative", by=request.user),
        "nobody": not form.fields["member"].queryset.exists(),
    }
    done = _("Gruppen har en ny företrädare.")
    return form_page(
        request,
        case,
        "hand_over_representative",
        form,
        call,
        done=done,
        heading=_("Byt företrädare"),
        **extra,
    )


def remove_member(request: HttpRequest, reference: str, member: int) -> HttpResponse:
    """Take a member out of the group, after asking."""
    case = find_case_to("remove_member", request, reference)
    row = get_object_or_404(
        case.memberships.filter(left_at=None).select_related("user", "case_actor__actor"), pk=member
    )

    def call() -> Any:
        return actions.remove_member(case.pk, row.pk, by=request.user, at=timezone.now())

    heading = _("Ta bort %(name)s ur gruppen?") % {"name": called(request.user, row, case)}
    extra = {
        "button": LABELS["remove_member"].button,
        "risk": True,
        "effects": LABELS["remove_member"].effects,
    }
    done = _("Personen är inte längre med i gruppen.")
    return form_page(request, case, "remove_member", None, call, done=done, heading=heading, **extra)


def protect_identity(request: HttpRequest, reference: str, member: int) -> HttpResponse:
    """Turn protected identity on for a member who asks for it (D22). In the workspace only: others do it themselves."""
    case = find_case_to("protect_identity", request, reference)
    members = case.memberships.filter(left_at=None, user__protected_identity=False)
    row = get_object_or_404(members.select_related("user", "case_actor__actor"), pk=member)

    def call() -> Any:
        return set_protection(row.user, on=True, by=request.user, at=timezone.now())

    return form_page(
        request,
        case,
        "protect_identity",
        None,
        call,
        done=_("Personuppgifterna är skyddade."),
        heading=_("Skydda %(name)s?") % {"name": called(request.user, row, case)},
        button=LABELS["protect_identity"].button,
        effects=LABELS["protect_identity"].effects,
        recipients=[called(request.user, row, case)],
    )


def leave_group(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave the group, after asking."""
    case = find_case_to("leave_group", request, reference)
    missing: list[Any] = []
    if request.method == "POST":
        missing = attempt(lambda: actions.leave_group(case.pk, by=request.user, at=timezone.now()))
        if not missing:
            messages.success(request, _("Du har lämnat gruppen."))
            return redirect("case_list")
    context = {
        "case": case,
        "missing": missing,
        "heading": _("Lämna gruppen?"),
        "button": LABELS["leave_group"].button,
        "risk": True,
        "effects": LABELS["leave_group"].effects,
    }
    return render_frame(request, "applications/group/form.html", context)


def accept_invitation(request: HttpRequest, reference: str) -> HttpResponse:
    """Come in by the link of an invitation: straight to the case for a member, with one button for others."""
    if Case.objects.visible_to(request.user).filter(reference=reference).exists():
        return redirect("case", reference)
    addresses = actions.verified_addresses(request.user)
    waiting = Invitation.objects.filter(
        case__reference=reference, email__in=addresses, accepted_at=None, withdrawn_at=None
    ).select_related("case", "invited_by")
    invitation = waiting.first()
    if invitation is not None and request.method == "POST":
        actions.accept_invitations(request.user, at=timezone.now(), case=invitation.case)
        return redirect("case", reference)
    context = {"invitation": invitation, "addresses": addresses, "reference": reference}
    status = 200 if invitation is not None else 404
    return render(request, "applications/group/accept.html", context, status=status)
