"""The officer's report (tjänsteskrivelse): written, signed off, frozen. The same for every decision of a case.

A phase says what is its own in a `source.ReportSource`: what a new report opens with (`draft`), which facts
of the case stand in the document beside the officer's words (`facts`), and what is missing before a manager
may sign (`missing`). Everything else is here:

actions.start_report(pk, source, *, by, at)                     a new version, carried over from the case
actions.save_report(pk, source, content, *, by, at, revision)   the officer's words and proposed points
actions.enter_measures(pk, source, rows, *, by, at)             measures that come with decision 1 (grant all)
actions.request_sign_off(pk, source, *, by, at)                 → the manager's turn
actions.return_report(pk, source, *, comment, by, at)           ← with a comment
actions.sign_off(pk, source, *, by, at)                         frozen, ordered as a document, case ready
actions.recall_report(pk, source, *, comment, by, at)           before it is on an agenda; a new version opens

guards.report_guards(source)    action → guard(case), for the slice's panel.GUARDS
views.report_views(source)      action → view(request, reference), for the slice's panel.VIEWS
snapshot.build(case, report, source, …)   the document's frozen text (docs/dokument.md)

The addresses are shared by the phases: `phases.shared` sends a request to the view of the phase that the
case is in.
"""
