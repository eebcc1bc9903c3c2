"""The page of a text that could not be saved, and the answer to pages that were open too long."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from applications.keeping import rescue, store
from applications.keeping.pages import page_of


@login_required
def kept_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the writer, and nobody else, what is kept; throw it away on request."""
    kept = get_object_or_404(store.of(request.user, at=timezone.now()), pk=pk)
    if request.method == "POST":
        kept.delete()
        return redirect("after_login" if "leave" in request.POST else kept.path)
    texts = store.texts(kept.answers)
    context = {
        "kept": kept,
        "texts": [text for text in texts if " " in text.strip()],
        "words": [text for text in texts if " " not in text.strip()],
    }
    return render(request, "applications/keeping/kept.html", context)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose check against forgery failed: keep the text, or show it so that it can be copied."""
    page = page_of(request)
    answer = rescue.too_old(request, page) if page is not None else None
    if answer is not None:
        return answer
    return render(request, "403_csrf.html", {"typed": rescue.typed(request)}, status=403)
