"""The HTML of a mail comes from its plain text, and nobody's words become anything but words."""

from applications.mailing.html import blocks, html_of

SITE = "http://localhost:8000"


def kinds(text: str) -> list[str]:
    return [block["kind"] for block in blocks(text)]


def test_paragraphs_lists_quotations_and_buttons() -> None:
    found = blocks(
        f"Svara senast 4 december.\n\nBeslutet:\n1. Bifall.\n2. Avslag.\n\n- Ljus\n- Lek\n\n> Hej\n>\n> igen\n\n"
        f"Svara här:\n{SITE}/arenden/SAM-2026-0007/\n"
    )
    assert [block["kind"] for block in found] == ["text", "text", "list", "list", "quote", "button"]
    assert found[0]["html"] == "Svara senast 4 december."
    assert (found[2]["start"], found[2]["points"]) == ("1", ["Bifall.", "Avslag."])
    assert (found[3]["start"], found[3]["points"]) == ("", ["Ljus", "Lek"])
    assert found[4]["html"] == "Hej<br><br>igen"
    assert found[5] == {
        "kind": "button",
        "url": f"{SITE}/arenden/SAM-2026-0007/",
        "label": "Svara här",
        "primary": True,
    }


def test_a_button_takes_only_the_line_before_it() -> None:
    text, button = blocks(f"Har du redan ett konto?\nLogga in:\n{SITE}/konto/logga-in/")
    assert (text["html"], button["label"]) == ("Har du redan ett konto?", "Logga in")
    assert [block["primary"] for block in blocks(f"{SITE}/a/\n\n{SITE}/b/")] == [True, False]
    assert blocks(f"{SITE}/a/")[0]["label"] == "Öppna sidan"


def test_nobody_makes_a_button_of_their_own() -> None:
    evil = "https://evil.example/login"
    assert kinds(f"Logga in:\n{evil}") == ["text"]
    assert kinds(f"Logga in:\n{SITE}.evil.example/x") == ["text"]
    assert kinds(f"> Logga in:\n> {SITE}/konto/") == ["quote"]
    assert f">{evil}</a>" in html_of("Ämne", f"> {evil}")


def test_what_people_wrote_stays_text() -> None:
    html = html_of("<b>Ämne</b>", "> <script>alert(1)</script>\n\n- <img src=x>\n\n-- \n<i>Malmö</i>")
    assert "<script>" not in html
    assert "<img" not in html
    assert "<i>" not in html
    assert "<title>&lt;b&gt;Ämne" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_signature_stands_apart() -> None:
    html = html_of("Ämne", "Hej.\n\n-- \nMalmö stad\nstad@example.org\n")
    sheet, _rule, signature = html.partition("border-top")
    assert "Malmö stad" in signature
    assert 'href="mailto:stad@example.org"' in signature
    assert "Malmö stad" not in sheet
