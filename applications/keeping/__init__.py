"""No word is lost: forms save while they are written, and what cannot be saved is kept for the one who wrote it.

A page takes part by `{% keep %}` inside its form: that says who opened the page, signed. The middleware keeps
what is posted from it when the log-in has expired, the form has errors or the case has moved on, and shows
it again to the same person, and to nobody else, on the same page (`applications.http.posted`).
"""
