"""Forms about mails."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms_base import SamverkanForm
from applications.states import MailChoice

WORDS = {
    MailChoice.AT_ONCE: _("Direkt, när något händer"),
    MailChoice.DAILY: _("En gång om dagen, samlat i ett mejl"),
    MailChoice.IMPORTANT: _("Inte alls, jag läser i ärendet"),
}


class MailChoiceForm(SamverkanForm):
    """How often the mails that can wait should come."""

    choice = forms.ChoiceField(
        label=_("När vill du ha nyheter från dina ärenden?"),
        help_text=_(
            "Det gäller meddelanden, svar, inlägg i nätverket och annat som kan vänta. Beslut, kompletteringar, "
            "inbjudningar och påminnelser om datum kommer alltid direkt."
        ),
        choices=list(WORDS.items()),
        widget=forms.RadioSelect,
    )


class SettleForm(SamverkanForm):
    """How what a mail said has reached its receiver after all."""

    how = forms.CharField(
        label=_("Hur är det ordnat?"),
        help_text=_("Till exempel: Ringde och läste upp beslutet. Skickade det som brev."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
