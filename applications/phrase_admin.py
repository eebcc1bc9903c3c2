"""The register of phrases for decision points: changed words are a new version, the old ones stay to be read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import phrases
from applications.models import Phrase
from applications.register_admin import StaffModelAdmin, earlier_wordings
from applications.states import Role


class PhraseForm(forms.ModelForm):
    """A phrase; only words in braces that can be filled in are taken."""

    class Meta:
        model = Phrase
        fields = ["use", "title", "text", "position", "is_current"]
        help_texts = {
            "text": format_lazy(
                gettext_lazy(
                    "En mening i presens, utan ”att”. Det här fylls i från ärendet: {words}. "
                    "Stor bokstav ger stor bokstav."
                ),
                words=", ".join(f"{{{name}}}" for name in phrases.PLACEHOLDERS),
            )
        }

    def clean_text(self) -> str:
        """Refuse a placeholder that nothing fills."""
        text = self.cleaned_data["text"]
        if found := phrases.unknown(text):
            raise ValidationError(
                _("%(word)s går inte att fylla i. Välj bland orden ovan.") % {"word": found[0]}
            )
        return text


@admin.register(Phrase)
class PhraseAdmin(StaffModelAdmin):
    """The usual decision points, for the tjänsteskrivelse and for registering decisions."""

    form = PhraseForm
    change_roles = (Role.OFFICER, Role.SECRETARY, Role.ADMINISTRATOR)
    may_delete_unused = False
    list_display = ("title", "use", "text", "position", "version", "is_current")
    list_filter = ("is_current", "use")
    readonly_fields = ("earlier",)

    @admin.display(description=gettext_lazy("Tidigare lydelser"))
    def earlier(self, phrase: Phrase) -> str:
        """Return how the phrase read before."""
        return earlier_wordings(phrase)

    search_fields = ("title", "text")

    def has_change_permission(self, request: HttpRequest, obj: Phrase | None = None) -> bool:
        """Only the newest wording may be changed: the older ones tell what stood there."""
        newer = obj is not None and Phrase.objects.filter(number=obj.number, version__gt=obj.version).exists()
        return super().has_change_permission(request, obj) and not newer

    def save_model(self, request: HttpRequest, obj: Phrase, form: Any, change: Any) -> None:
        """Give a new phrase its number; keep the old words and write changed ones as the next version."""
        with transaction.atomic():
            if not change:
                last = Phrase.objects.aggregate(last=Max("number"))["last"] or 0
                obj.number = last + 1
            elif "text" in form.changed_data:
                old = Phrase.objects.select_for_update().get(pk=obj.pk)
                old.is_current = False
                old.save(update_fields=["is_current"])
                obj.pk, obj.version = None, old.version + 1
                obj._state.adding = True  # noqa: SLF001 - Django's own way to write a copy
            obj.save()
