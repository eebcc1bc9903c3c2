"""Every text of a mail: subject and first line say what to do, and no branch leaves a hole in a sentence."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from applications import mail
from applications.mailing.html import blocks
from applications.models import Case, OutgoingMail
from applications.notices import NOTICES, Recipient
from phases.booked import WORDS
from tests import factories, personas
from tests.personas import NOW

pytestmark = pytest.mark.django_db

FOLDER = Path(settings.BASE_DIR) / "templates" / "mail"
TEMPLATES = sorted(path.stem for path in FOLDER.glob("*.txt"))
PARTS = [name for name in TEMPLATES if name.startswith("part_")] + ["signature"]
OTHERS = [name for name in TEMPLATES if name.startswith("account_")] + ["contact_message", "digest"]

# What shows that a value was missing in a sentence, or that a sentence was put together carelessly.
HOLES = re.compile(
    r"None|True|False|\{|\}|\[|\(\)|  | [.,:;]|,,|\.\.|”{2}|senast[.,:]| den [.,:]|^[.,:;]|\bom (inom|dagar)\b"
)


class Anything(SimpleNamespace):
    """A row that has what it was given, and text for the rest."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return f"«{name}»"


def rows(*items: Any) -> SimpleNamespace:
    """Return what looks like a related manager."""
    return SimpleNamespace(all=list(items))


def context(*, full: bool) -> dict[str, Any]:
    """Return all that the templates ask for; `full` with everything that may be missing, or without it."""
    some = "Ja.\nOch en rad till." if full else ""
    at = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    meeting = SimpleNamespace(
        pk=8,
        date=date(2026, 4, 28),
        committee=SimpleNamespace(name="tekniska nämnden"),
        starts_at=at,
        ends_at=at.replace(hour=10) if full else None,
    )
    agreed = SimpleNamespace(what="Boka plats", who="Amina", due_on=date(2026, 3, 19) if full else None)
    check_in = SimpleNamespace(
        pk=7,
        words=WORDS["first" if full else "check_in"],
        is_check_in=not full,
        starts_at=at,
        ends_at=at.replace(hour=10) if full else None,
        place="Torget",
        agenda=some,
        cancelled_why="Snö",
        actions=rows(agreed, agreed) if full else rows(),
    )
    decision = Anything(
        decider="tekniska nämnden",
        decided_on=date(2026, 4, 28),
        last_appeal_on=date(2026, 5, 27) if full else None,
        motivation=some,
        refer_back_for=some,
        referrals=rows(SimpleNamespace(to="kulturnämnden")),
    )
    measures = [{"letter": "A", "title": "Planteringar"}, {"letter": "B", "title": "Ljus"}]
    return {
        "by": personas.karl(),
        "event": SimpleNamespace(at=NOW, comment=some, user_name="Amina Björkdal", user=personas.amina()),
        "representative": personas.amina() if full else personas.birk(),
        "invitation": SimpleNamespace(role="representative" if full else "member"),
        "document": SimpleNamespace(pk=3) if full else None,
        "what": "ansökan",
        "asked_for": [("Underlag", "Hur många?\n\nNär?"), ("Området", "Var?")],
        "report": Anything(
            version=1,
            heading="Ansökan",
            meeting=meeting if full else None,
            snapshot={"repayment": 3600 * full},
        ),
        "meeting": meeting,
        "place": "Torget",
        "agenda": some,
        "organizer": "Karl Sjöhed",
        "decision": decision,
        "outcome": "Tekniska nämnden har beviljat er 45 000 kronor till dialog.",
        "points": [
            SimpleNamespace(number=1, text="Bifall.\nTill allt."),
            SimpleNamespace(number=2, text="Nej."),
        ]
        if full
        else [],
        "proposal": SimpleNamespace(
            snapshot={"requested": 70_000, "measures": measures if full else measures[:1]}
        ),
        "support": SimpleNamespace(pk=4, get_about_display="Dialog", text="Bord?", answer="Ja."),
        "check_in": check_in,
        "before": at,
        "following": check_in if full else None,
        "message": SimpleNamespace(text="Hej!\n\n-- \nLogga in:\nhttp://localhost:8000/konto/"),
        "files": ["a.pdf", "b.pdf"] if full else [],
        "sent": {
            "message": "Hej",
            "name": "Örjan" if full else "",
            "email": "o@example.org" if full else "",
        },
        "days": 3 if full else None,
        "code": "12345678",
        "to_email": "ny@example.org",
        "deleted_email": "ny@example.org",
        "actor": SimpleNamespace(name="Brf Tråden"),
        "answer": "Är med: ja",
        "guest": SimpleNamespace(answer="yes", get_answer_display="kommer", comment=some)
        if full
        else SimpleNamespace(answer="maybe", get_answer_display="kommer kanske", comment=""),
        "guests": {"amina@example.org": SimpleNamespace(token="t", answer="")} if full else {},
        "asks_anew": full,
        "absence": SimpleNamespace(
            officer="Karl", starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 14) if full else None
        ),
        "others": [(check_in, {"amina@example.org": SimpleNamespace(token="t")})] if full else [],
        "question": SimpleNamespace(
            token="t",
            open_until=date(2026, 4, 1),
            asked_at=at,
            answered_by="Örjan Berg",
            takes_part=full,
            contribution_right=full or None,
            comment=some,
        ),
        "activate_url": "http://localhost:8000/konto/a/",
        "password_reset_url": "http://localhost:8000/konto/b/",
        "signup_url": "http://localhost:8000/konto/c/",
        "due": date(2026, 3, 5),
        "left": "om 3 dagar",
        "left_days": 3 if full else 0,
        "detail": some,
        "cleared_on": date(2026, 4, 1),
        "who": "ni",
        "cases": [{"title": "Gatan", "url": "http://localhost:8000/arenden/x/", "news": ["Läs", "Hej"]}],
        "count": 2 if full else 1,
        "coming": 2 if full else 0,
        "post": SimpleNamespace(thread_id=5),
        "thread": 5,
        "writer": "Åsgatans vänner",
        "heading": "Hur får man el?",
        "text": "Vem frågar vi?",
        "why": "Det är reklam.",
        "changed": 2 if full else 1,
        "comment": some,
    } | ({"what": "Komplettera ansökan"} if full else {})


def cases() -> list[Case]:
    """Return the case as it may look: early and late, with and without date, officer, number and phone."""
    plain = factories.case()
    full = factories.case("Lingarnsgatan – en grönare gata")
    Case.objects.filter(pk=plain.pk).update(due_on=None, turn="group")
    Case.objects.filter(pk=full.pk).update(
        due_on=date(2026, 3, 20), turn="officer", status="reporting", registry_number="TN-2026-99001"
    )
    return list(Case.objects.select_related("officer").order_by("pk"))


# A first sentence asks for something with a verb, or says that nothing is asked.
ASKS = re.compile(
    r"(Ni|Du) behöver inte göra|Du företräder nu gruppen|3 600 kronor ska betalas tillbaka|Kom inte:|Örjan har skrivit"
    r"|(Anteckna|Arkivera|Bekräfta|Berätta|Boka|Börja|Fortsätt|Granska|Gå|Gör|Håll|Kom|Komplettera|Kontakta|Logga"
    r"|Fundera|Lämna|Läs|Prata|Registrera|Rätta|Signera|Skapa|Skicka|Skriv|Spara|Stäm|Svara|Sätt|Ta|Välj|Visa|Ändra|Öppna)\b"
)
NEEDS_DATE = {  # the step that writes them always sets one
    "request_completion_group",
    "move_date_group",
    "move_date_officer",
}


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name not in PARTS])
def test_every_branch_of_every_text_is_whole(template: str) -> None:
    to = Recipient("amina@example.org", "Amina Björkdal", personas.amina())
    for case in cases():
        if case.due_on is None and template in NEEDS_DATE:
            continue
        for full in (False, True):
            row = mail.queue(template, to=to, at=NOW, case=case, context=context(full=full))
            body, _mark, signature = row.body.partition("\n-- \n")
            lines = [line for line in body.splitlines() if line and not line.startswith(("http", ">", "- "))]
            for line in [row.subject, *lines, *signature.splitlines()]:
                assert not HOLES.search(line.replace("http://", "")), (template, line)
            first = lines[0]
            assert first[0].isupper() or first[0].isdigit(), (template, first)
            assert first.endswith((".", ":", "?")), (template, first)
            assert "Hej" not in first
            if full:
                assert ASKS.match(first.replace("\N{NO-BREAK SPACE}", " ")), (template, first)
            if not first.startswith(
                ("Ni behöver inte", "Du behöver inte")
            ):  # by when is never said further down
                assert "20 mars" not in body or "20 mars" in first, template
            assert signature.startswith("Med vänlig hälsning\nMalmö stad")
            assert "\n\n\n" not in row.body


def test_words_of_people_are_quotations_and_nothing_else() -> None:
    """A message that imitates signature and button stays a quotation, in both parts."""
    case = cases()[1]
    to = Recipient("karl@example.org", "Karl", personas.karl())
    row = mail.queue("write_message_officer", to=to, at=NOW, case=case, context=context(full=True))
    body, _mark, _signature = row.body.partition("\n-- \n")
    assert "> Hej!\n>\n> --\n> Logga in:\n> http://localhost:8000/konto/" in body
    kinds = [block["kind"] for block in blocks(body)]
    assert kinds == ["text", "quote", "text", "button"]


def test_a_subject_must_come_first(settings, tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "broken.txt").write_text("Hej\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    with pytest.raises(ValueError, match="must begin with 'Ämne:'"):
        mail.queue("broken", to=Recipient("a@example.org", "A"), at=NOW)
    assert not OutgoingMail.objects.exists()


def test_every_template_is_used() -> None:
    written = {f"{action}_{audience}" for action, audiences in NOTICES.items() for audience in audiences}
    assert set(TEMPLATES) == written | set(PARTS) | set(OTHERS)
    texts = "".join(path.read_text() for path in FOLDER.glob("*.txt"))
    assert [part for part in PARTS if part != "signature" and f'"mail/{part}.txt"' not in texts] == []
