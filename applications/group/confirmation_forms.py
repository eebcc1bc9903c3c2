"""Forms about confirmations: whom to ask, what the actor answers, what was confirmed on paper (D14)."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.attachments.forms import FilesField, files_help
from applications.forms_base import SamverkanForm
from applications.models import CaseActor, Confirmation

Way = Confirmation.Way


class AskForm(SamverkanForm):
    """Who answers for the actor."""

    name = forms.CharField(label=gettext_lazy("Vem ska svara för aktören?"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("E-postadress"),
        max_length=254,
        help_text=gettext_lazy("Hit går länken. Den som har länken kan svara."),
    )
    required_messages = {
        "name": gettext_lazy("Skriv vem som ska svara"),
        "email": gettext_lazy("Skriv e-postadressen"),
    }

    @staticmethod
    def initial_of(part: CaseActor, question: Confirmation | None) -> dict[str, str]:
        """Return whom the group asked last, else the contact it has written."""
        asked = question is not None
        return {
            "name": question.name if asked else part.contact_name,  # type: ignore[union-attr]
            "email": question.email if asked else part.contact_email,  # type: ignore[union-attr]
        }


YES, NO = gettext_lazy("Ja"), gettext_lazy("Nej")


def yes_or_no(label: Any, *, yes: Any = YES, no: Any = NO, **kwargs: Any) -> Any:
    """Return a question with two answers; value True, False, or None while unanswered."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
        **kwargs,
    )


NAMED_HELP = gettext_lazy(
    "Till exempel på stadens webbplats. Svaret gäller inte själva ansökan: den är en allmän handling, "
    "och där står alla som söker."
)


class AnswerForm(SamverkanForm):
    """What an actor answers by its link. `shown` ties the answer to the contribution that the page showed."""

    takes_part = yes_or_no("")
    contribution_right = yes_or_no(
        gettext_lazy("Stämmer bidraget, som gruppen har skrivit det?"),
        yes=gettext_lazy("Ja, det stämmer"),
        no=gettext_lazy("Nej, det stämmer inte"),
    )
    may_be_named = yes_or_no(
        gettext_lazy("Får ni nämnas offentligt som en av dem som söker?"), help_text=NAMED_HELP
    )
    answered_by = forms.CharField(
        label=gettext_lazy("Vem svarar?"),
        max_length=150,
        help_text=gettext_lazy(
            "Ditt namn, eller din roll, till exempel ordförande. Gruppen och kontaktpersonen ser det."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    comment = forms.CharField(
        label=gettext_lazy("Vill du säga något till gruppen?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Till exempel varför ni inte är med, eller vad som ska ändras."),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    required_messages = {"answered_by": gettext_lazy("Skriv vem som svarar")}

    def __init__(self, *args: Any, actor: str, contributions: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part, names = self.fields["takes_part"], {"actor": actor}
        part.label = _("Är %(actor)s med och söker?") % names
        part.choices = [
            ("yes", _("Ja, %(actor)s är med") % names),
            ("no", _("Nej, %(actor)s är inte med") % names),
        ]
        for name in ("takes_part", "contribution_right", "may_be_named"):
            self.fields[name].hide_optional = True
        if not contributions:
            del self.fields["contribution_right"]
        self._seal = seal(contributions)
        self.initial["shown"] = self._seal

    def clean(self) -> dict[str, Any] | None:
        """Ask for every answer that counts: the last two only of who takes part."""
        cleaned = super().clean()
        takes_part = self.cleaned_data.get("takes_part")
        if takes_part is None:
            self.add_error("takes_part", ValidationError(_("Svara ja eller nej"), code="required"))
        texts = {
            "contribution_right": _("Svara på om bidraget stämmer"),
            "may_be_named": _("Svara på om ni får nämnas"),
        }
        for name, text in texts.items():
            if takes_part and name in self.fields and self.cleaned_data.get(name) is None:
                self.add_error(name, ValidationError(text, code="required"))
        if not constant_time_compare(self.cleaned_data.get("shown") or "", self._seal):
            self.data = self.data.copy()
            self.data[self.add_prefix("shown")] = self._seal
            self.add_error(
                "contribution_right" if "contribution_right" in self.fields else None,
                _("Gruppen har ändrat bidraget sedan du öppnade sidan. Läs det igen och skicka svaret"),
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        names = ("takes_part", "may_be_named", "answered_by", "comment")
        return {name: self.cleaned_data[name] for name in names} | {
            "contribution_right": self.cleaned_data.get("contribution_right")
        }


def seal(contributions: list[dict[str, Any]]) -> str:
    """Return a fingerprint of what the page shows."""
    return salted_hmac("samverkan.contributions", json.dumps(contributions, sort_keys=True)).hexdigest()


class ConfirmForm(SamverkanForm):
    """How an actor confirmed that it takes part, when it did not use its link (D14)."""

    required_messages = {
        "way": gettext_lazy("Välj hur aktören har bekräftat"),
        "who": gettext_lazy("Skriv av vem och när"),
    }

    way = forms.ChoiceField(
        label=gettext_lazy("Hur har aktören bekräftat?"),
        choices=[choice for choice in Way.choices if choice[0] != Way.LINK],
        widget=forms.RadioSelect,
    )
    who = forms.CharField(
        label=gettext_lazy("Av vem och när?"),
        max_length=150,
        help_text=gettext_lazy("Till exempel: ordföranden, på årsmötet 4 mars"),
    )
    contribution_right = yes_or_no(gettext_lazy("Har aktören bekräftat sitt bidrag?"))
    may_be_named = yes_or_no(gettext_lazy("Får aktören nämnas offentligt?"), help_text=NAMED_HELP)
    files = FilesField(label=gettext_lazy("Pappret som fil"), required=False)

    def __init__(self, *args: Any, contributions: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("contribution_right", "may_be_named"):
            self.fields[name].choices = [("yes", YES), ("no", NO)]
        if not contributions:
            del self.fields["contribution_right"]
        self.fields["files"].help_text = _("Ett foto eller en PDF. %(kinds)s") % {"kinds": files_help()}

    def clean(self) -> dict[str, Any] | None:
        """What was confirmed on paper is shown by the paper."""
        cleaned = super().clean()
        if self.cleaned_data.get("way") == Way.PAPER and not self.cleaned_data.get("files"):
            text = _("Lägg till pappret som fil, till exempel ett foto av det")
            self.add_error("files", ValidationError(text, code="required"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        names = ("way", "who", "may_be_named", "files")
        return {name: self.cleaned_data[name] for name in names} | {
            "contribution_right": self.cleaned_data.get("contribution_right")
        }
