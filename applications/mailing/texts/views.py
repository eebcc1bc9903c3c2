"""The register of mail texts: the list, and the page where one is read, tried and changed."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.city.actions import require
from applications.forms_base import SamverkanForm
from applications.http import attempt, render_staff
from applications.mail import SUBJECT_LENGTH, SUBJECT_MARK
from applications.mailing.texts import actions, language, register, samples
from applications.mailing.texts.pieces import Pieces, shipped
from applications.models import Case, MailText


class TextForm(SamverkanForm):
    """Subject and body of a mail, in the small language."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    subject = forms.CharField(label=gettext_lazy("Ämne"), max_length=SUBJECT_LENGTH * 2)
    body = forms.CharField(
        label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 18}), max_length=10_000
    )

    def __init__(self, *args: Any, pieces: Pieces, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = pieces

    @property
    def text(self) -> str:
        """The whole text, its first line the subject."""
        return f"{SUBJECT_MARK} {self.cleaned_data['subject']}\n{self.cleaned_data['body']}"

    def clean_subject(self) -> str:
        """Refuse what the mail does not know, and a condition that does not end in the subject itself."""
        return self._checked(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        """Refuse what the mail does not know."""
        return self._checked(self.cleaned_data["body"].replace("\r\n", "\n"))

    def _checked(self, text: str) -> str:
        try:
            language.parse(text, self.pieces)
        except language.WrongText as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return text

    def clean(self) -> dict[str, Any]:
        """Refuse a text without what the mail must hold."""
        cleaned = super().clean() or {}
        if "subject" in cleaned and "body" in cleaned:
            try:
                language.check(self.text, self.pieces)
            except language.WrongText as wrong:
                self.add_error("body", str(wrong))
        return cleaned


def mail_texts(request: HttpRequest) -> HttpResponse:
    """List the mails whose texts can be changed; narrowed by words."""
    require(request.user)
    asked = request.GET.get("q", "").strip()[:100]
    own = {key for key, text in register.remembered.get().items() if text}
    rows = [
        {
            "happened": happened,
            "audience": audience,
            "links": [(code, template, (template, code) in own) for code in register.languages(template)],
        }
        for template, (happened, audience) in register.editable().items()
        if asked.lower() in f"{happened} {audience} {template}".lower()
    ]
    names = {code: str(name) for code, name in settings.LANGUAGES}
    return render_staff(request, "registers/mail_texts.html", {"rows": rows, "asked": asked, "names": names})


def mail_text(request: HttpRequest, template: str, code: str) -> HttpResponse:
    """Show the text of a mail, try a new one on a case, save it or go back to the shipped one."""
    require(request.user)
    if template not in register.editable() or code not in register.languages(template):
        raise Http404
    pieces = shipped(template, code)
    now = register.text_now(template, code)
    versions = list(MailText.objects.filter(template=template, language=code)[:20])
    latest = versions[0].number if versions else 0
    subject, _newline, body = now.removeprefix(SUBJECT_MARK).strip().partition("\n")
    initial = {"subject": subject, "body": body, "version": latest}
    restoring = "restore" in request.POST
    form = TextForm(None if restoring else request.POST or None, pieces=pieces, initial=initial)
    missing: list[Any] = []
    looks: list[str] = []
    if restoring or (request.method == "POST" and form.is_valid()):
        if restoring or "save" in request.POST:
            text = "" if restoring else form.text
            after = latest if restoring else form.cleaned_data["version"] or 0
            missing = attempt(
                lambda: actions.change_text(
                    template, code, text, after=after, by=request.user, at=timezone.now()
                ),
                request=request,
                done=_("Texten är sparad och gäller mejl som skrivs från och med nu."),
            )
            if not missing:
                return redirect(request.path)
        else:
            looks = _looks(form.text, pieces, request.user)
    context = {
        "form": form,
        "missing": missing,
        "looks": looks,
        "pieces": pieces,
        "mail": register.editable()[template],
        "called": dict(settings.LANGUAGES)[code],
        "versions": versions,
        "is_own": now != pieces.text,
    }
    return render_staff(request, "registers/mail_text.html", context)


def _looks(text: str, pieces: Pieces, user: Any) -> list[str]:
    """Return the mail as it may look in the newest case of the reader: with the conditions met, and without."""
    case = Case.objects.visible_to(user).order_by("-pk").first()
    both = [samples.preview(text, pieces, case, holds=holds) for holds in (True, False)]
    return list(dict.fromkeys(both))
