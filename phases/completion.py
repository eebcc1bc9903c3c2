"""Asking a group to complete what it sent: the same page for application, proposal and result report (R15).

A slice describes its submission in a `CompletionKind` and puts the page among its panel's views:

    VIEWS = {"request_completion": completion_view(COMPLETION)}

`act` is the slice's own action, `request_completion(pk, *, asked_for, due_on, by, at)`: under the lock it
refuses (`missing_in_request`), opens a new version with only the asked-for sections, and performs with
`due_on` and `context=kind.mail_context(asked_for)`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import deadlines
from applications.forms_base import DateField, SamverkanForm
from applications.http import attempt, case_url, find_case_to, render_staff
from applications.labels import LABELS
from applications.lifecycle import Missing
from applications.models import Case
from applications.notices import preview
from applications.templatetags.samverkan import datum


@dataclass(frozen=True)
class CompletionKind:
    """What a phase lets a group complete.

    `sections`: key and title of every section, in the order of the form that the group fills in.
    `act(pk, *, asked_for, due_on, by, at)`: the slice's action; `asked_for` maps section keys to what is missing.
    `notes(case)`: optional, what the reader should see beside a section (key → HTML), such as weak verdicts.
    """

    what: Any  # "ansökan", "förslaget", "resultatrapporten"
    sections: tuple[tuple[str, Any], ...]
    act: Callable[..., Any]
    notes: Callable[[Case], Mapping[str, str]] | None = None

    def titles(self, asked_for: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return (title, what is missing) of the asked-for sections in order, for the mail and the trail."""
        return [(title, asked_for[key]) for key, title in self.sections if key in asked_for]

    def in_words(self, asked_for: Mapping[str, str], due_on: date | None) -> str:
        """Return the request as the trail tells it: the parts with what is missing, and the last day."""
        lines = [f"{title}: {text}" for title, text in self.titles(asked_for)]
        return "\n".join([*lines, _("Svar senast %(day)s.") % {"day": datum(due_on)}])

    def mail_context(self, asked_for: Mapping[str, str]) -> dict[str, Any]:
        """Return what the mail template wants, as the `context` of the transition."""
        return {"asked_for": self.titles(asked_for), "what": self.what}


def missing_in_request(
    kind: CompletionKind, *, asked_for: Mapping[str, str], due_on: date | None, at: datetime
) -> Iterable[Missing]:
    """Yield what a request for completion lacks: at least one section with words, and a day to come."""
    known = {key for key, _title in kind.sections}
    if not any(text.strip() for key, text in asked_for.items() if key in known):
        yield Missing(_("Skriv vad som saknas i minst en del."), f"#id_{kind.sections[0][0]}")
    if unknown := sorted(set(asked_for) - known):
        yield Missing(_("Delen finns inte: %(keys)s. Ladda om sidan.") % {"keys": ", ".join(unknown)})
    if due_on is None or due_on <= timezone.localdate(at):
        yield Missing(_("Välj en dag som kommer, så att gruppen hinner svara."), "#id_due_on")


class CompletionForm(SamverkanForm):
    """One box per section; a box with words opens the section for the group. And the last day."""

    due_on = DateField(
        label=gettext_lazy("När behöver du svaret?"),
        help_text=gettext_lazy(
            "Har svaret inte kommit efter den dagen kan du gå vidare utan det. Skriv till exempel 2026-12-04."
        ),
    )

    def __init__(self, *args: Any, kind: CompletionKind, notes: Mapping[str, str], **kwargs: Any) -> None:
        self.base_fields = {
            **{
                key: forms.CharField(
                    label=str(title),
                    required=False,
                    max_length=3000,
                    help_text=notes.get(key, ""),
                    widget=forms.Textarea(attrs={"rows": 2}),
                )
                for key, title in kind.sections
            },
            "due_on": self.declared_fields["due_on"],
        }
        super().__init__(*args, **kwargs)
        self.kind = kind
        for key, _title in kind.sections:
            self.fields[key].hide_optional = True  # type: ignore[attr-defined] - the page says that most stay empty

    def asked_for(self) -> dict[str, str]:
        """Return section → what is missing, for the sections that have words."""
        texts = {key: self.cleaned_data.get(key, "").strip() for key, _title in self.kind.sections}
        return {key: text for key, text in texts.items() if text}

    def clean(self) -> dict[str, Any] | None:
        """Refuse a request for nothing; the message stands at the first section."""
        cleaned = super().clean()
        if not self.errors and not self.asked_for():
            self.add_error(self.kind.sections[0][0], _("Skriv vad som saknas i minst en del"))
        return cleaned

    def clean_due_on(self) -> date:
        """Refuse a day that has come: the group needs time."""
        day = self.cleaned_data["due_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Välj en dag som kommer, så att gruppen hinner svara"))
        return day


def completion_view(kind: CompletionKind) -> Callable[..., HttpResponse]:
    """Return the page where the officer says what is missing, per section, and until when."""

    def request_completion(request: HttpRequest, reference: str) -> HttpResponse:
        case = find_case_to("request_completion", request, reference)
        notes = kind.notes(case) if kind.notes else {}
        initial = {"due_on": deadlines.completion_due(timezone.now())}
        form = CompletionForm(request.POST or None, kind=kind, notes=notes, initial=initial)
        missing: list[Missing] = []
        recipients = preview(case, "request_completion", by=request.user)
        if request.method == "POST" and form.is_valid():
            missing = attempt(
                lambda: kind.act(
                    case.pk,
                    asked_for=form.asked_for(),
                    due_on=form.cleaned_data["due_on"],
                    by=request.user,
                    at=timezone.now(),
                ),
                request=request,
                done=recipients.done(
                    _("Gruppen har fått din begäran om komplettering."),
                    _("Begäran om komplettering är sparad."),
                ),
            )
            if not missing:
                return redirect(case_url(request, case))
        context = {
            "case": case,
            "kind": kind,
            "form": form,
            "missing": missing,
            "consequences": LABELS["request_completion"].effects,
            "recipients": recipients,
        }
        return render_staff(request, "staff/request_completion.html", context)

    return request_completion
