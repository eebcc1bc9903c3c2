"""What stands over Mitt ärende while others act or when all is over: a heading, and what the group may count on."""

from typing import Any

from django.utils.translation import gettext_lazy

from applications.states import Status

S = Status

WITHOUT_OFFICER = (
    gettext_lazy("Staden utser en kontaktperson"),
    gettext_lazy("Er intresseanmälan har kommit in. Kontaktpersonen hör av sig och bokar ett första möte."),
)
WITH_MEETING = gettext_lazy(
    "Tid, plats och vad ni tar upp står under Att göra. Ni kan börja skriva ansökan när ni vill."
)
WITH_MANAGER = (
    gettext_lazy("Chefen läser underlaget till nämnden"),
    gettext_lazy("Ni behöver inte göra något nu. När underlaget är signerat går ärendet till nämnden."),
)
WAITING: dict[str, tuple[Any, Any]] = {
    S.CONTACT: (
        gettext_lazy("Kontaktpersonen bokar ett första möte"),
        gettext_lazy("Ni behöver inte göra något nu. Ni kan börja skriva ansökan när ni vill."),
    ),
    S.SUBMITTED: (
        gettext_lazy("Ansökan har kommit in"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar när granskningen börjar."),
    ),
    S.REVIEW: (
        gettext_lazy("Kontaktpersonen granskar ansökan"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar om något behöver kompletteras."),
    ),
    S.READY: (
        gettext_lazy("Ansökan är klar för nämnden"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar vilken dag nämnden möts."),
    ),
    S.COMMITTEE: (
        gettext_lazy("Nämnden beslutar"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar när beslutet är klart."),
    ),
    S.PROPOSAL_SUBMITTED: (
        gettext_lazy("Kontaktpersonen granskar förslaget"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar om något behöver kompletteras."),
    ),
    S.PROPOSAL_READY: (
        gettext_lazy("Förslaget är klart för nämnden"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar vilken dag nämnden möts."),
    ),
    S.PROPOSAL_COMMITTEE: (
        gettext_lazy("Nämnden beslutar om förslaget"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar när beslutet är klart."),
    ),
    S.REPORT_SUBMITTED: (
        gettext_lazy("Kontaktpersonen läser resultatrapporten"),
        gettext_lazy(
            "Ni behöver inte göra något nu. Vi mejlar när den är godkänd eller behöver kompletteras."
        ),
    ),
    S.REPORT_APPROVED: (
        gettext_lazy("Resultatrapporten är godkänd"),
        gettext_lazy("Ni behöver inte göra något nu. Kontaktpersonen avslutar ärendet."),
    ),
    S.CLOSED: (
        gettext_lazy("Ärendet är avslutat"),
        gettext_lazy("Tack för det ni har gjort. Allt finns kvar här att läsa."),
    ),
    S.ARCHIVED: (gettext_lazy("Ärendet är arkiverat"), gettext_lazy("Allt finns kvar här att läsa.")),
    S.REJECTED: (
        gettext_lazy("Nämnden sa nej"),
        gettext_lazy("Skälen och hur ni överklagar står under Nämndens beslut. Hör gärna av er till oss."),
    ),
    S.HANDED_OVER: (
        gettext_lazy("Ärendet är överlämnat"),
        gettext_lazy("Den nämnd som tar över hör av sig till er. Skälen står under Nämndens beslut."),
    ),
    S.WITHDRAWN: (
        gettext_lazy("Ni har återkallat"),
        gettext_lazy("Ärendet är avslutat. Det ni har skickat finns kvar här. Ni kan söka igen när ni vill."),
    ),
    S.STRUCK_OFF: (
        gettext_lazy("Ärendet är avskrivet"),
        gettext_lazy("Ni kan när som helst ta ny kontakt."),
    ),
}
