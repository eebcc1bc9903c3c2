"""What each step of the process is called, in the order of the process."""

from django.utils.translation import gettext_lazy as _

from applications.labels.label import Label

PROCESS: dict[str, Label] = {
    # from first contact to a sent application
    "open_case": Label(_("Öppna ärende"), _("Ärendet öppnades")),
    "open_city_case": Label(
        _("Öppna ärendet"),
        _("Staden öppnade ärendet"),
        (
            _("Du blir ärendets kontaktperson och kan skriva ansökan åt gruppen."),
            _("Den som skriver åt gruppen bedömer inte ansökan. Det gör en annan kontaktperson."),
        ),
    ),
    "claim_case": Label(_("Koppla ärendet till kontot"), _("Gruppens företrädare loggade in")),
    "assign_officer": Label(
        _("Ta över ärendet"), _("Kontaktperson utsedd"), (_("Gruppen får veta vem som är kontaktperson."),)
    ),
    "log_first_meeting": Label(_("Anteckna första mötet"), _("Första möte hållet")),
    "first_assessment": Label(_("Gör en första bedömning"), _("Första bedömning av kriterierna")),
    "start_draft": Label(
        _("Börja skriva ansökan"),
        _("Ansökan började skrivas"),
        (_("Andra ser inte det ni skriver förrän det är skickat."),),
    ),
    "edit_application": Label(_("Fortsätt med ansökan"), _("Ansökan ändrad")),
    "open_draft": Label(
        _("Öppna utkastet för kontaktpersonen"),
        _("Gruppen öppnade sitt utkast för kontaktpersonen"),
        (
            _("Kontaktpersonen kan läsa allt ni har skrivit, och det ni skriver sedan."),
            _(
                "Utkastet räknas som inkommet till staden. Det är en allmän handling: andra kan begära att få läsa den."
            ),
            _("Det registreras i ärendet som det ser ut nu, med bilagor."),
            _("Det töms aldrig, hur länge det än ligger."),
            _("Det går inte att ångra."),
            _("Ansökan är inte skickad. Det gör ni själva när den är klar."),
        ),
    ),
    "take_over_writing": Label(
        _("Ta över och skriv själva"),
        _("Gruppen skriver själv från och med nu"),
        (
            _("Det som redan är skrivet ligger kvar, och ni kan ändra det."),
            _(
                "Kontaktpersonen kan inte längre skriva åt er, och ser inte det ni ändrar förrän ni skickar det."
            ),
        ),
    ),
    "warn_draft": Label(_("Påminn om utkastet"), _("Gruppen fick veta att utkastet snart töms")),
    "clear_draft": Label(_("Töm utkastet"), _("Utkastet tömdes")),
    "submit": Label(
        _("Skicka ansökan"),
        _("Ansökan kom in"),
        (
            _("Ansökan blir en allmän handling."),
            _("Det ni skickat går inte att ändra, men kan kompletteras om kontaktpersonen ber om det."),
            _("Ni får en bekräftelse med ansökan som PDF."),
        ),
    ),
    "take_up": Label(
        _("Börja granska"), _("Granskningen började"), (_("Gruppen får veta att ansökan granskas."),)
    ),
    "declare_no_conflict": Label(_("Försäkra att du inte är jävig"), _("Försäkran om att inte vara jävig")),
    "assess_criteria": Label(_("Bedöm kriterierna"), _("Kriterium bedömt")),
    "judge_remit": Label(_("Bedöm nämndens ansvar"), _("Nämndens ansvar bedömt")),
    "legal_check": Label(_("Gör den rättsliga kontrollen"), _("Rättslig kontroll gjord")),
    "draw_area": Label(_("Rita området"), _("Området ritat")),
    "deviate": Label(_("Gör avsteg med skäl"), _("Avsteg med skäl")),
    "write_officer_report": Label(_("Skriv tjänsteskrivelse"), _("Tjänsteskrivelsen ändrad")),
    "request_completion": Label(
        _("Be om komplettering"),
        _("Komplettering begärd"),
        (_("Det blir gruppens tur."), _("Gruppen kan ändra de delar du väljer, till det datum du väljer.")),
    ),
    "complete": Label(
        _("Skicka kompletteringen"),
        _("Kompletteringen kom in"),
        (_("Det blir kontaktpersonens tur."), _("Det ni skickat går inte att ändra.")),
    ),
    "go_on_without_answer": Label(
        _("Gå vidare utan svar"),
        _("Kontaktpersonen gick vidare utan komplettering"),
        (
            _("Det blir din tur. Det som gruppen skickade förut gäller."),
            _("Det gruppen har skrivit sedan dess och inte skickat tas bort."),
            _("Du kan be om komplettering igen."),
        ),
    ),
    "request_sign_off": Label(
        _("Skicka till chefen för signering"),
        _("Tjänsteskrivelsen skickad till chefen"),
        (_("Chefen kan signera eller lämna tillbaka den med en kommentar."),),
    ),
    "return_report": Label(
        _("Lämna tillbaka till kontaktpersonen"),
        _("Tjänsteskrivelsen lämnad tillbaka"),
        (_("Kontaktpersonen får din kommentar och kan ändra."),),
    ),
    "sign_off": Label(
        _("Signera tjänsteskrivelsen"),
        _("Tjänsteskrivelsen signerad"),
        (
            _("Ärendet blir klart för nämnd."),
            _("Tjänsteskrivelsen blir en PDF som inte går att ändra."),
        ),
    ),
    "recall_report": Label(
        _("Ta tillbaka tjänsteskrivelsen"),
        _("Tjänsteskrivelsen återtagen"),
        (_("Ärendet går tillbaka till granskning."), _("En ny version behöver skrivas och signeras.")),
    ),
    # the committee
    "put_on_agenda": Label(
        _("Sätt upp på sammanträde"),
        _("Uppsatt på sammanträde"),
        (_("Gruppen får veta vilken dag nämnden möts."),),
    ),
    "take_off_agenda": Label(
        _("Ta bort från sammanträdet"),
        _("Borttaget från sammanträdet"),
        (_("Ärendet är åter klart för nämnd."),),
    ),
    "move_agenda_item": Label(_("Ändra ordningen"), _("Ordningen på sammanträdet ändrad")),
    "register_decision": Label(
        _("Registrera beslut"),
        _("Beslut registrerat"),
        (_("Ingen utanför staden ser beslutet förrän protokollet är justerat."),),
    ),
    "discard_decision": Label(_("Kasta registreringen"), _("Registrering kastad")),
    "grant_dialogue": Label(_("Bevilja stöd till dialog"), _("Nämnden beviljade stöd till dialog")),
    "grant_all": Label(_("Bevilja allt"), _("Nämnden beviljade allt på en gång")),
    "grant_measures": Label(_("Bevilja stöd till insatser"), _("Nämnden beviljade stöd till insatser")),
    "reject": Label(_("Avslå"), _("Nämnden sa nej")),
    "hand_over": Label(_("Överlämna"), _("Nämnden överlämnade ärendet")),
    "refer_back": Label(_("Återremittera"), _("Nämnden återremitterade ärendet")),
    "table": Label(_("Bordlägg"), _("Nämnden bordlade ärendet")),
    "decide_further": Label(_("Fatta fortsatt beslut"), _("Nämnden fattade ett fortsatt beslut")),
    "release_decision": Label(
        _("Frisläpp beslutet"),
        _("Beslutet frisläppt"),
        (
            _("Beslutet går inte längre att ändra."),
            _("Beslutets dokument blir en PDF."),
        ),
    ),
    "post_decision": Label(
        _("Skriv när beslutet anslogs"),
        _("Beslutet anslaget"),
        (_("Sista dagen att överklaga räknas ut."), _("Datumet går bara att rätta med en rättelse.")),
    ),
    "send_decision": Label(
        _("Expediera beslutet"),
        _("Beslutet expedierat"),
        (_("Gruppen får underrättelsen med hur man överklagar."),),
    ),
    "rectify_decision": Label(
        _("Rätta registreringen"),
        _("Registreringen rättad"),
        (_("Dokument som nu säger något annat skapas i en ny version. De gamla finns kvar."),),
    ),
    "upload_signed_extract": Label(
        _("Lägg till det undertecknade utdraget"),
        _("Undertecknat utdrag tillagt"),
        (
            _("Det undertecknade utdraget blir det som gäller, bredvid det som skapades här."),
            _("Gruppen kan läsa det."),
            _("Det går inte att ta bort, bara att byta mot ett nytt med skäl."),
        ),
    ),
    "enter_referral_number": Label(
        _("Skriv mottagarens diarienummer"), _("Mottagarens diarienummer inskrivet")
    ),
    "set_legal_force": Label(_("Anteckna laga kraft"), _("Beslutet fick laga kraft")),
    "meet_condition": Label(_("Villkoret är uppfyllt"), _("Villkor uppfyllt")),
    "record_payment": Label(_("Anteckna betalning"), _("Betalning antecknad")),
    "record_delivery": Label(_("Anteckna annat stöd"), _("Annat stöd antecknat")),
    # samarbete
    "add_communication": Label(_("Berätta för fler"), _("Information till fler aktörer")),
    "map_actors": Label(_("Kartlägg aktörer"), _("Aktör kartlagd")),
    "plan_dialogue": Label(_("Planera dialog"), _("Dialog planerad")),
    "hold_dialogue": Label(_("Anteckna genomförd dialog"), _("Dialog genomförd")),
    "record_needs": Label(_("Anteckna behov"), _("Behov antecknat")),
    "compile_viewpoints": Label(_("Sammanställ synpunkterna"), _("Synpunkter sammanställda")),
    "ask_for_support": Label(
        _("Be om stöd"), _("Gruppen bad om stöd"), (_("Kontaktpersonen får ert önskemål."),)
    ),
    "answer_support": Label(_("Svara på önskat stöd"), _("Svar på önskat stöd"), (_("Gruppen får svaret."),)),
    "edit_proposal": Label(_("Fortsätt med förslaget"), _("Förslaget ändrat")),
    "submit_proposal": Label(
        _("Skicka förslaget"),
        _("Förslaget kom in"),
        (
            _("Förslaget blir en allmän handling."),
            _("Det ni skickat går inte att ändra, men kan kompletteras om kontaktpersonen ber om det."),
        ),
    ),
    # utförande
    "communicate_result": Label(_("Berätta om beslutet"), _("Beslutet berättat för områdets aktörer")),
    "record_progress": Label(_("Uppdatera insats"), _("Läge för insats")),
    "book_check_in": Label(
        _("Boka avstämning"), _("Möte bokat"), (_("Gruppen får en inbjudan till sin kalender."),)
    ),
    "move_check_in": Label(
        _("Ändra avstämningen"),
        _("Möte ändrat"),
        (
            _("Gruppen får veta den nya tiden och platsen, och kalendern ändras."),
            _("Ändrar du tiden får alla frågan om de kommer igen."),
        ),
    ),
    "cancel_check_in": Label(
        _("Ställ in avstämningen"),
        _("Möte inställt"),
        (_("Gruppen får veta det, och kalendern ändras."),),
    ),
    "invite_colleague": Label(_("Bjud in kollega"), _("Kollega inbjuden till möte")),
    "uninvite_colleague": Label(_("Ta tillbaka inbjudan"), _("Inbjudan av kollega återtagen")),
    "answer_check_in": Label(_("Skicka svaret"), _("Svar på inbjudan till möte")),
    "hold_check_in": Label(
        _("Anteckna avstämningen"),
        _("Möte hållet"),
        (_("Gruppen får anteckningarna och kan bekräfta dem."),),
    ),
    "confirm_check_in": Label(
        _("Bekräfta anteckningarna"),
        _("Mötesanteckning bekräftad"),
        (_("Anteckningarna går inte längre att ändra."),),
    ),
    "finish_agreed_action": Label(_("Markera som klart"), _("Överenskommen åtgärd klar")),
    "open_reporting": Label(
        _("Öppna resultatrapporten"),
        _("Resultatrapporten öppnad"),
        (_("Det blir gruppens tur att skriva resultatrapporten."),),
    ),
    # resultat
    "edit_result_report": Label(_("Fortsätt med resultatrapporten"), _("Resultatrapporten ändrad")),
    "submit_interim_report": Label(
        _("Skicka delrapporten"),
        _("Delrapport kom in"),
        (
            _("Delrapporten blir en allmän handling och en PDF som inte går att ändra."),
            _("Kontaktpersonen kan ta upp frågan om fortsatt stöd i nämnden."),
        ),
    ),
    "submit_report": Label(
        _("Skicka resultatrapporten"),
        _("Resultatrapporten kom in"),
        (
            _("Rapporten blir en allmän handling."),
            _("Det ni skickat går inte att ändra, men kan kompletteras om kontaktpersonen ber om det."),
        ),
    ),
    "approve_report": Label(
        _("Godkänn resultatrapporten"),
        _("Resultatrapporten godkänd"),
        (_("Rapporten blir en PDF som inte går att ändra."), _("Gruppen får veta att rapporten är godkänd.")),
    ),
    "close": Label(
        _("Avsluta ärendet"), _("Ärendet avslutat"), (_("Gruppen får veta att ärendet är avslutat."),)
    ),
    # endings
    "withdraw": Label(
        _("Återkalla"),
        _("Gruppen återkallade"),
        (
            _("Det går inte att ångra."),
            _("Har ni fått stöd behöver ni lämna en slutredovisning."),
            _("Ett utkast som ni inte har skickat kan ni hämta som PDF en tid. Sedan töms det."),
        ),
    ),
    "strike_off": Label(
        _("Skriv av ärendet"),
        _("Ärendet avskrivet"),
        (_("Gruppen får ditt skäl."), _("Det går inte att ångra.")),
    ),
    "archive": Label(_("Arkivera"), _("Ärendet arkiverat"), (_("Det går inte att ångra."),)),
}
