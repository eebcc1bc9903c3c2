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
from applications.http import attempt, log_reading, render_staff
from applications.mail import SUBJECT_LENGTH
from applications.mailing.texts import actions, language, register, samples, sent
from applications.mailing.texts.others import OTHERS
from applications.mailing.texts.pieces import SUBJECT_MARK, Pieces, shipped
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
        if not pieces.text.startswith(SUBJECT_MARK):  # the signature
            del self.fields["subject"]

    @property
    def text(self) -> str:
        """The whole text, its first line the subject."""
        first = f"{SUBJECT_MARK} {self.cleaned_data['subject']}\n" if "subject" in self.fields else ""
        return first + self.cleaned_data["body"]

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
        if self.fields.keys() <= cleaned.keys():
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
    of_cases: list[Any] = []
    others: list[Any] = []
    for template, (happened, audience) in register.editable().items():
        if asked.lower() in f"{happened} {audience} {template}".lower():
            links = [(code, template, (template, code) in own) for code in register.languages(template)]
            row = {"happened": happened, "audience": audience, "links": links}
            (others if template in OTHERS else of_cases).append(row)
    groups = [
        ("arenden-h", _("Ärenden och nätverket"), of_cases),
        ("annat-h", _("Konton och annat"), others),
    ]
    context = {"groups": [group for group in groups if group[2]], "asked": asked}
    return render_staff(request, "registers/mail_texts.html", context)


def mail_text(request: HttpRequest, template: str, code: str) -> HttpResponse:
    """Show the text of a mail, try a new one on a case, save it or go back to the shipped one."""
    require(request.user)
    if template not in register.editable() or code not in register.languages(template):
        raise Http404
    pieces = shipped(template, code)
    now = register.text_now(template, code)
    versions = list(MailText.objects.filter(template=template, language=code)[:20])
    latest = versions[0].number if versions else 0
    first, _newline, body = now.partition("\n") if now.startswith(SUBJECT_MARK) else ("", "", now)
    initial = {"subject": first.removeprefix(SUBJECT_MARK).strip(), "body": body, "version": latest}
    restoring = "restore" in request.POST
    form = TextForm(None if restoring else request.POST or None, pieces=pieces, initial=initial)
    missing: list[Any] = []
    looks: list[str] = []
    known = None
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
            known = sent.newest(template, code, pieces, request.user)
            looks = _looks(form.text, pieces, request.user, known)
            if known is not None and known.mail.case is not None:
                log_reading(request, known.mail.case, _("ett mejl, i en förhandsvisning"), at=timezone.now())
    context = {
        "form": form,
        "missing": missing,
        "looks": looks,
        "sent": known,
        "words": samples.glossary(pieces),
        "pieces": pieces,
        "mail": register.editable()[template],
        "called": dict(settings.LANGUAGES)[code],
        "versions": versions,
        "is_own": now != pieces.text,
    }
    return render_staff(request, "registers/mail_text.html", context)


def _looks(text: str, pieces: Pieces, user: Any, known: sent.Sent | None) -> list[str]:
    """Return the mail as it may look in a mail that was sent, else in the newest case of the reader.

    What a sent mail does not tell is shown with the conditions met, and without.
    """
    case = known.mail.case if known else Case.objects.visible_to(user).order_by("-pk").first()
    both = [samples.preview(text, pieces, case, holds=holds, sent=known) for holds in (True, False)]
    return list(dict.fromkeys(both))
