"""What is done around the process, and what it is called: at any time in a case, and in the network."""

from django.utils.translation import gettext_lazy as _

from applications.labels.label import Label

AROUND: dict[str, Label] = {
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
