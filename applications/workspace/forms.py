"""Short forms of the workspace: one piece of work each."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.attachments.forms import FilesField
from applications.fields import SuggestInput
from applications.forms_base import (
    DateField,
    PhoneField,
    RegistryNumberField,
    SamverkanForm,
    SamverkanModelForm,
)
from applications.group.actions import has_representative
from applications.models import Case, CaseContact, Note, Record, SavedView, User
from applications.registry.grounds import offered
from applications.states import CameBy, Direction

MOST_OWN = 30  # views of the list that a person can save


class AssignForm(SamverkanForm):
    """Who is the case's officer from now on (R6)."""

    officer = forms.ModelChoiceField(label=_("Kontaktperson"), queryset=User.objects.none(), empty_label=None)
    comment = forms.CharField(
        label=_("Hälsning till den som tar över"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = User.objects.filter(is_officer=True, is_active=True)  # type: ignore[attr-defined]


class WithdrawForGroupForm(SamverkanForm):
    """Why a group withdraws whose case the city opened (R46)."""

    comment = forms.CharField(
        label=_("Varför återkallar gruppen?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("En mening räcker. Den står i mejlet till gruppen."),
    )
    required_messages = {"comment": _("Skriv varför gruppen återkallar")}


class GiveAwayForm(SamverkanForm):
    """Which cases of the list go to whom, as the list asks it (R6). Ticks stay when something lacks."""

    arende = forms.MultipleChoiceField(
        label=_("Ärenden"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kryssa i minst ett ärende")},
    )
    officer = forms.ChoiceField(
        label=_("Ge de valda ärendena till"), error_messages={"required": _("Välj vem som ska ta över")}
    )

    def __init__(self, *args: Any, cases: list[Case], officers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arende"].choices = [(case.reference, case.title) for case in cases]  # type: ignore[attr-defined]
        self.fields["officer"].choices = [("", _("Välj kontaktperson")), *officers]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> list[str]:
        """The references of the cases that were ticked on the page."""
        return self.data.getlist("arende") if self.is_bound else []  # type: ignore[attr-defined]


class SubstituteForm(SamverkanForm):
    """Who does an officer's work during absence, and which days (R6)."""

    substitute = forms.ModelChoiceField(
        label=_("Vem ersätter dig?"), queryset=User.objects.none(), empty_label=_("Ingen"), required=False
    )
    starts_on = DateField(
        label=_("Från och med"), required=False, help_text=_("Lämna tomt om det börjar i dag.")
    )
    ends_on = DateField(
        label=_("Till och med"), required=False, help_text=_("Lämna tomt om det gäller tills vidare.")
    )

    def __init__(self, *args: Any, officer: User, **kwargs: Any) -> None:
        absence = officer.absences.filter(ended_at=None).first()
        initial = {"substitute": officer.substitute_id}
        if absence is not None:
            initial = {name: getattr(absence, name) for name in ("substitute", "starts_on", "ends_on")}
        super().__init__(*args, initial=initial, **kwargs)
        field = self.fields["substitute"]
        colleagues = User.objects.filter(is_officer=True, is_active=True).exclude(pk=officer.pk)
        field.queryset = colleagues  # type: ignore[attr-defined]
        field.hide_optional = True  # type: ignore[attr-defined] to have none is an answer too

    def clean(self) -> dict[str, Any] | None:
        """Refuse days that have been, or that end before they begin."""
        cleaned = super().clean()
        today = timezone.localdate()
        starts, ends = self.cleaned_data.get("starts_on") or today, self.cleaned_data.get("ends_on")
        if ends and ends < max(starts, today):
            self.add_error("ends_on", _("Välj en dag som inte är före den första, och som inte har varit"))
        return cleaned


class SavedViewForm(SamverkanModelForm):
    """What a view of the list is called, and whether it is everybody's (D20)."""

    required_messages = {"name": _("Skriv vad vyn ska heta, till exempel Väntar på komplettering.")}

    class Meta:
        model = SavedView
        fields = ["name", "shared"]

    def clean_name(self) -> str:
        """Refuse a name that the owner has used, and more views than can be looked over."""
        name, view = self.cleaned_data["name"], self.instance
        others = SavedView.objects.filter(owner=view.owner).exclude(pk=view.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Du har redan en vy som heter så. Välj ett annat namn."))
        if view.pk is None and others.count() >= MOST_OWN:
            raise forms.ValidationError(
                _("Du har %(n)s vyer, och fler går inte att ha. Ta bort någon först.") % {"n": MOST_OWN}
            )
        return name


class RegistryNumberForm(SamverkanForm):
    """The official number, as the registry system gave it (D1)."""

    registry_number = RegistryNumberField(
        label=_("Diarienummer"),
        help_text=format_lazy(_("Till exempel {number}"), number=settings.REGISTRY_NUMBER_EXAMPLE),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    def clean_registry_number(self) -> str:
        """Refuse a number that another case has."""
        number = self.cleaned_data["registry_number"]
        if Case.objects.filter(registry_number=number).exclude(pk=self.case.pk).exists():
            raise forms.ValidationError(_("Ett annat ärende har redan det numret. Kontrollera i diariet."))
        return number


class ReasonForm(SamverkanForm):
    """A reason, for an act that ends something."""

    comment = forms.CharField(label=_("Varför?"), widget=forms.Textarea(attrs={"rows": 4}))

    required_messages = {"comment": _("Skriv varför, så att gruppen förstår.")}


class MoveDateForm(SamverkanForm):
    """Until when instead, and why (D13)."""

    due_on = DateField(label=_("Nytt datum"), help_text=_("Till exempel 2026-12-04"))
    comment = forms.CharField(label=_("Varför?"), widget=forms.Textarea(attrs={"rows": 3}))

    required_messages = {
        "due_on": _("Skriv det nya datumet."),
        "comment": _("Skriv varför, så att det går att förstå i efterhand."),
    }


class FileNoteForm(SamverkanModelForm):
    """A call, a mail, a visit or a file as a record, in ten seconds (D21)."""

    files = FilesField(
        label=_("Fil"), required=False, help_text=_("Dra hit filen eller välj den. Gruppen ser den inte.")
    )
    happened_on = DateField(label=_("Datum"))
    direction = forms.ChoiceField(label=_("Riktning"), choices=Direction, widget=forms.RadioSelect)

    required_messages = {
        "designation": _("Skriv vad det är, till exempel Telefonsamtal om belysning."),
    }

    class Meta:
        model = Record
        fields = ["designation", "counterpart", "description", "direction", "secret", "legal_ground"]
        labels = {
            "designation": _("Vad är det?"),
            "counterpart": _("Med vem?"),
            "description": _("Vad sades?"),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    field_order = [
        "designation",
        "counterpart",
        "happened_on",
        "description",
        "direction",
        "files",
        "secret",
        "legal_ground",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].hide_optional = True  # type: ignore[attr-defined] a file may say it all
        self.fields["legal_ground"].widget = SuggestInput(
            lambda: [(ground.name, ground.about) for ground in offered()], attrs={"maxlength": 200}
        )

    def clean(self) -> dict[str, Any] | None:
        """A note says something, a file may do without; a secret record names its legal ground (D2)."""
        cleaned = super().clean()
        if not self.cleaned_data.get("description") and not self.cleaned_data.get("files"):
            self.add_error("description", _("Skriv kort vad som sades, eller lägg till en fil"))
        if self.cleaned_data.get("secret") and not self.cleaned_data.get("legal_ground"):
            self.add_error(
                "legal_ground", _("Skriv vilket lagrum sekretessen bygger på, till exempel 21 kap. 1 § OSL.")
            )
        return cleaned


class DroppedFileForm(FileNoteForm):
    """The same form on the case's pages, the file first: where one is dropped. Posted to the file note's page."""

    field_order = ["files", *FileNoteForm.field_order]

    def __init__(self) -> None:
        initial = {"happened_on": timezone.localdate(), "direction": Direction.INCOMING}
        super().__init__(initial=initial, auto_id="drop_%s")
        self.fields["counterpart"].label = _("Från vem, eller till vem?")
        self.fields["description"].label = _("Kort vad det gäller")


class QuickFileNoteForm(FileNoteForm):
    """A file note from Min arbetsdag: the case is named by its reference, diarienummer or exact name (D21)."""

    case = forms.CharField(
        label=_("Ärende"),
        max_length=200,
        help_text=_("Referens, diarienummer eller ärendets namn."),
        widget=forms.TextInput(attrs={"list": "arenden", "autocomplete": "off"}),
    )

    required_messages = {**FileNoteForm.required_messages, "case": _("Skriv vilket ärende det gäller.")}
    field_order = ["case", *FileNoteForm.field_order]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_case(self) -> Case:
        """Return the one case that is meant, among those the writer sees."""
        given = self.cleaned_data["case"].strip()
        named = Q(reference__iexact=given) | Q(registry_number__iexact=given) | Q(title__iexact=given)
        found = list(Case.objects.visible_to(self.user).filter(named).select_related("officer")[:2])
        if len(found) != 1:
            several = _("Flera ärenden heter så. Skriv ärendets referens, till exempel SAM-2026-0007.")
            none = _("Det finns inget sådant ärende. Skriv ärendets referens, till exempel SAM-2026-0007.")
            raise forms.ValidationError(several if found else none)
        return found[0]


class ContactForm(SamverkanModelForm):
    """Whom the city reaches in a group that it opened a case with (R46)."""

    phone = PhoneField(label=_("Telefon"), required=False)

    class Meta:
        model = CaseContact
        fields = ["name", "phone", "email"]

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = (
            _("Gruppen har en företrädare. Ingen bjuds in.")
            if has_representative(case)
            else _(
                "Till en ny adress går ett mejl med en inbjudan att företräda gruppen. "
                "En inbjudan till den gamla gäller inte längre."
            )
        )

    def clean_email(self) -> str:
        """Return the address as addresses are kept, in lower case."""
        return str(self.cleaned_data["email"]).lower()


class NoteForm(SamverkanModelForm):
    """An internal note."""

    class Meta:
        model = Note
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"text": _("Arbetsmaterial. Syns bara för staden, aldrig för gruppen.")}


class OpenCaseForm(SamverkanModelForm):
    """A case that the city opens: for a group that called, wrote or came by, or on its own initiative (R2, R46)."""

    BY_CITY = "city"

    origin = forms.ChoiceField(
        label=_("Hur började det?"),
        choices=[
            (CameBy.PHONE, _("En grupp ringde")),
            (CameBy.PAPER, _("En grupp skickade papper")),
            (CameBy.VISIT, _("En grupp kom på besök")),
            (CameBy.MAIL, _("En grupp mejlade")),
            (BY_CITY, _("Staden tar initiativet")),
        ],
        widget=forms.RadioSelect,
    )
    about = forms.CharField(
        label=_("Vad gäller det?"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Det gruppen sade eller skrev, eller varför staden börjar. Det blir en handling i ärendet."
        ),
    )
    contact_name = forms.CharField(label=_("Kontakt i gruppen"), required=False, max_length=150)
    contact_phone = PhoneField(label=_("Kontaktens telefon"), required=False)
    contact_email = forms.EmailField(
        label=_("Kontaktens e-post"),
        required=False,
        max_length=254,
        help_text=_("Kontakten bjuds in och kan läsa, ändra och skicka det du skriver åt gruppen."),
    )

    class Meta:
        model = Case
        fields = ["title", "neighbourhood"]

    field_order = [
        "origin",
        "title",
        "neighbourhood",
        "about",
        "contact_name",
        "contact_phone",
        "contact_email",
    ]

    def values(self) -> dict[str, Any]:
        """Return what `workspace.actions.open_city_case` takes."""
        values = dict(self.cleaned_data)
        origin = values.pop("origin")
        came_by = None if origin == self.BY_CITY else origin
        contact = {part: values.pop(f"contact_{part}") for part in ("name", "phone", "email")}
        return {**values, **contact, "came_by": came_by}
