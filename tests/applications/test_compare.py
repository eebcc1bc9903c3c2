"""What changed between two texts: nothing is lost, nothing is made up, and it reads in order."""

from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from applications.compare import Change, Piece, as_text, changes, items, pieces

TEXT = st.text(alphabet="ab åö.\n-", max_size=60)


@given(TEXT, TEXT)
def test_the_pieces_hold_both_texts(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after
    assert all(piece.text for piece in found)


def test_a_changed_word_is_a_word() -> None:
    assert pieces("Gatan är mörk.", "Gatan är ljus.") == [
        Piece("same", "Gatan är "),
        Piece("removed", "mörk"),
        Piece("added", "ljus"),
        Piece("same", "."),
    ]


def test_very_long_texts_stand_after_each_other() -> None:
    before, after = "a " * 5000, "b " * 5000
    assert pieces(before, after) == [Piece("removed", before), Piece("added", after)]


def test_only_answers_that_differ_are_shown_and_what_is_gone_comes_last() -> None:
    assert changes({"A": "ett", "B": "två", "C": "tre"}, {"B": "två", "A": "fyra", "D": "nytt"}) == [
        Change("A", [Piece("removed", "ett"), Piece("added", "fyra")]),
        Change("D", [Piece("added", "nytt")]),
        Change("C", [Piece("removed", "tre")]),
    ]


def test_lists_are_compared_item_by_item_and_a_name_is_never_cut() -> None:
    assert items(("enkät 1.pdf", "karta.pdf"), ("karta.pdf", "karta.pdf", "enkät 2.pdf")) == [
        Piece("removed", "enkät 1.pdf\n"),
        Piece("same", "karta.pdf\n"),
        Piece("added", "karta.pdf\n"),
        Piece("added", "enkät 2.pdf"),
    ]
    assert changes({"Bilagor": ()}, {"Bilagor": ("karta.pdf",)}) == [
        Change("Bilagor", [Piece("added", "karta.pdf")])
    ]
    assert changes({"Bilagor": ()}, {}) == []


def test_an_answer_in_rows_is_read_line_by_line() -> None:
    assert (
        as_text(SafeString("<ul><li>Ett <b>ord</b> &amp; mer</li><li>Två</li></ul>")) == "Ett ord & mer\nTvå"
    )


def test_what_somebody_typed_is_never_taken_for_markup() -> None:
    assert as_text("Varje månad <b>.") == "Varje månad <b>."
    assert as_text(None) == ""
    assert as_text(45000) == "45000"
