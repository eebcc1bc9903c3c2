"""What every action is called: on its button, in the trail, and what it leads to (said before the click)."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Label(NamedTuple):
    """`button` is the verb on the page, `happened` the line in the history, `effects` what it leads to."""

    button: Any
    happened: Any
    effects: tuple[Any, ...] = ()


LABELS: dict[str, Label] = {
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
    # throughout
    "move_date": Label(
        _("Flytta datumet"),
        _("Datumet flyttat"),
        (_("Gruppen får veta det nya datumet och varför."), _("Påminnelser räknas från det nya datumet.")),
    ),
    "enter_registry_number": Label(_("Skriv in diarienummer"), _("Diarienummer inskrivet")),
    "enter_in_registry": Label(_("För in i diariet"), _("Handlingar förda i diariet")),
    "change_secrecy": Label(
        _("Ändra sekretess"),
        _("Sekretess ändrad på en handling"),
        (_("Skälet och lagrummet sparas i ärendets händelser."),),
    ),
    "order_masked_copy": Label(
        _("Gör maskad kopia"),
        _("Maskad kopia beställd"),
        (_("Kopian blir en PDF som inte går att ändra och en egen handling i registret."),),
    ),
    "edit_group": Label(_("Ändra gruppen"), _("Gruppen ändrad")),
    "invite_member": Label(
        _("Bjud in medlem"), _("Medlem inbjuden"), (_("Personen får ett mejl med en länk."),)
    ),
    "accept_invitation": Label(_("Gå med i gruppen"), _("Ny medlem i gruppen")),
    "withdraw_invitation": Label(_("Återta inbjudan"), _("Inbjudan återtagen")),
    "remove_member": Label(
        _("Ta bort ur gruppen"), _("Medlem borttagen ur gruppen"), (_("Personen ser inte längre ärendet."),)
    ),
    "leave_group": Label(
        _("Lämna gruppen"), _("Medlem lämnade gruppen"), (_("Du ser inte längre ärendet."),)
    ),
    "hand_over_representative": Label(
        _("Byt företrädare"),
        _("Ny företrädare för gruppen"),
        (_("Bara företrädaren kan skicka det ni skriver."), _("Den som var företrädare är kvar som medlem.")),
    ),
    "confirm_actor": Label(_("Anteckna bekräftelse"), _("Aktör bekräftad")),
    "protect_identity": Label(
        _("Skydda personuppgifterna"),
        _("Personuppgifter skyddade"),
        (
            _("Bara personen själv och ärendets kontaktperson ser namn, e-postadress och telefonnummer."),
            _("Andra i gruppen, andra på staden, mejl och nya dokument visar Skyddade personuppgifter."),
            _("Dokument som redan är gjorda ändras inte."),
            _("Bara personen själv kan ta bort skyddet, under Mitt konto."),
        ),
    ),
    "lift_protection": Label(
        _("Ta bort skyddet"),
        _("Skydd av personuppgifter borttaget"),
        (_("Ditt namn och dina kontaktuppgifter visas igen för gruppen och staden."),),
    ),
    "ask_actor": Label(
        _("Skicka frågan"),
        _("Aktör tillfrågad"),
        (
            _("Aktören får en länk och svarar utan konto."),
            _("Sidan visar bara ärendets namn och aktörens eget bidrag, som ni har skrivit det."),
            _("En aktör som inte svarar stoppar inte ansökan."),
        ),
    ),
    "remind_actor": Label(_("Påminn"), _("Aktör påmind"), (_("Aktören får samma länk en gång till."),)),
    "withdraw_question": Label(
        _("Ta tillbaka frågan"),
        _("Fråga till aktör återtagen"),
        (_("Länken i mejlet slutar fungera."),),
    ),
    "answer_actor": Label(_("Skicka svaret"), _("Aktör svarade")),
    "attach_file": Label(_("Lägg till fil"), _("Fil tillagd")),
    "remind_before": Label(_("Påminn"), _("Påminnelse skickad")),
    "remind_after": Label(_("Påminn om det som är försenat"), _("Påminnelse om förseningen skickad")),
    "remind_check_in": Label(_("Påminn om mötet"), _("Påminnelse om mötet skickad")),
    "remind_network_meeting": Label(_("Påminn om träffen"), _("Påminnelse om nätverksträffen skickad")),
    "uninvite_network_guest": Label(_("Ta tillbaka inbjudan"), _("Inbjudan till nätverksträff återtagen")),
    "merge_actors": Label(
        _("Slå ihop aktörerna"),
        _("Aktör sammanslagen med en annan i registret"),
        (
            _("Aktörens ärenden flyttas till den som är kvar."),
            _("Det som är inskickat eller fryst behåller namnet som det stod."),
            _("Det går att ångra."),
        ),
    ),
    "split_actors": Label(
        _("Ångra sammanslagningen"),
        _("Sammanslagning av aktörer ångrad"),
        (_("Ärendena som flyttades flyttas tillbaka."),),
    ),
    "send_mail_again": Label(
        _("Skicka igen"), _("Mejl skickat igen"), (_("Mejlet går till den adress personen har nu."),)
    ),
    "settle_mail": Label(
        _("Markera som ordnat"),
        _("Mejl som inte gick fram ordnat på annat sätt"),
        (
            _("Mejlet räknas inte längre som ett fel."),
            _("Det du skriver står i ärendets historik."),
        ),
    ),
    "note_returned_mail": Label(
        _("Mejlet kom i retur"),
        _("Mejl kom i retur"),
        (
            _("Mejlet märks som att det inte gick fram."),
            _("Du kan skicka det igen eller ordna det på annat sätt."),
        ),
    ),
    "write_message": Label(_("Skicka meddelande"), _("Meddelande")),
    "change_contact": Label(_("Ändra kontakten"), _("Kontakten i gruppen ändrad")),
    "write_note": Label(_("Skriv intern anteckning"), _("Intern anteckning")),
    "write_file_note": Label(_("Skriv tjänsteanteckning"), _("Tjänsteanteckning")),
    "put_in_file": Label(_("Lägg in fil som handling"), _("Fil inlagd som handling")),
    # the network (R49, R50)
    "join_network": Label(
        _("Gå med i nätverket"),
        _("Gruppen gick med i nätverket"),
        (
            _(
                "De andra grupperna i nätverket och stadens kontaktpersoner ser det ni väljer här, ingen annan."
            ),
            _("Inget annat ur ert ärende visas."),
            _("Ni kan ändra er när ni vill. Då försvinner det direkt."),
        ),
    ),
    "change_network_entry": Label(_("Spara"), _("Gruppen ändrade vad den visar i nätverket")),
    "leave_network": Label(
        _("Lämna nätverket"),
        _("Gruppen lämnade nätverket"),
        (
            _("Det ni har visat tas bort direkt."),
            _("Ni kan gå med igen när ni vill."),
        ),
    ),
    "write_network_post": Label(_("Skriv ett inlägg"), _("Inlägg skrivet i nätverket")),
    "answer_network_post": Label(_("Skicka svar"), _("Svar skrivet i nätverket")),
    "change_network_post": Label(_("Spara ändringen"), _("Inlägg ändrat i nätverket")),
    "delete_network_post": Label(
        _("Ta bort inlägget"),
        _("Inlägg borttaget i nätverket"),
        (_("Texten försvinner direkt för alla i nätverket."), _("Svar som andra har skrivit står kvar.")),
    ),
    "report_network_post": Label(
        _("Anmäl inlägget"),
        _("Inlägg anmält i nätverket"),
        (
            _("Er kontaktperson får ett mejl och tittar på inlägget."),
            _("Den som skrev inlägget får inte veta vem som har anmält det."),
        ),
    ),
    "hide_network_post": Label(
        _("Dölj inlägget"),
        _("Inlägg dolt i nätverket"),
        (
            _("Bara den som skrev det och stadens kontaktpersoner kan läsa det."),
            _("Den som skrev får ett mejl med skälet."),
            _("Anmälningar av inlägget är avgjorda."),
        ),
    ),
    "show_network_post": Label(
        _("Visa inlägget igen"),
        _("Inlägg visat igen i nätverket"),
        (_("Alla i nätverket kan läsa det igen."), _("Den som skrev får ett mejl.")),
    ),
    "settle_network_report": Label(
        _("Låt inlägget stå"),
        _("Anmält inlägg fick stå kvar"),
        (_("Anmälningar av inlägget är avgjorda."), _("Ingen får mejl.")),
    ),
    "book_network_meeting": Label(
        _("Boka en träff"),
        _("Nätverksträff bokad"),
        (_("De som bjuds in får en inbjudan till sin kalender."),),
    ),
    "move_network_meeting": Label(
        _("Ändra träffen"),
        _("Nätverksträff ändrad"),
        (_("Kalendrarna följer med."), _("Blir det en annan tid gäller inte svaren längre.")),
    ),
    "cancel_network_meeting": Label(
        _("Ställ in träffen"),
        _("Nätverksträff inställd"),
        (_("Träffen försvinner ur kalendrarna."), _("Det går inte att ångra.")),
    ),
    "note_network_meeting": Label(
        _("Skriv anteckningar"),
        _("Anteckningar från nätverksträff"),
        (_("De inbjudna grupperna kan läsa anteckningarna."),),
    ),
    "answer_network_meeting": Label(_("Spara ditt svar"), _("Svar på inbjudan till nätverksträff")),
}
