"""Texts that actions keep in Swedish with something filled in, so that pages can show them in another language.

Trail, register and documents hold "Lingarnets Vänner lades till", never "Lingarnets Vänner was added". `said` in
`applications.language` finds the text again by these patterns. A text without anything filled in needs no place
here, and one that is missing is shown in Swedish.
"""

from django.utils.translation import gettext_noop as _

PATTERNS = (
    # what happened
    _("Ansvarig grupp: %(names)s"),
    _("%(name)s lades till"),
    _("%(name)s ändrades"),
    _("%(name)s togs bort"),
    _("Ändrad: %s"),
    _("Borttagen: %s"),
    _("Borttaget: %s"),
    _("Insats %s borttagen"),
    _("Insats %s"),
    _("Genom länken: %(who)s"),
    _("Det töms %(day)s om ingen sparar något i det innan dess."),
    _("Ingen har sparat något i utkastet sedan %(day)s. Det är tömt."),
    # documents
    _("Ansökan om samverkansstöd, komplettering %(number)s"),
    _("Protokollsutdrag %(number)s, %(day)s"),
    _("Undertecknat protokollsutdrag %(number)s"),
    _("Underrättelse om beslut %(number)s"),
    _("Överlämnande till %(committee)s"),
    _("Avstämningsanteckning %(day)s, bekräftad"),
    _("Avstämningsanteckning %(day)s"),
    _("Mötesanteckning %(day)s, bekräftad"),
    _("Mötesanteckning %(day)s"),
)
