"""Decisions of a committee, its chair or by delegation, from the registration until they are released (D3, D5).

content.py    DecisionContent: what the secretary registers, in plain values; `prefill(case)` from the report
rules.py      missing_in_content(): what each outcome demands, and that no sum is lost or invented
cited.py      how a later document names an earlier decision
numbers.py    a number is taken once per year and decider
asked.py      what was asked for and proposed per measure, beside what is typed
outcomes.py   which transition an outcome takes, and what it leads to
actions.py    register_decision(pk, content, *, by, at, revision), discard_decision, release_decision
guards.py     what hinders registering and releasing
snapshot.py   the frozen text of protokollsutdrag, överlämnande and underrättelse (docs/dokument.md)
renewed.py    the notice and the överlämnande ordered anew after a rectification
stages.py     registered → released → posted → sent → legal force, and the next step

Once released, a decision is immutable here and in the database (applications.triggers). What follows stands
in `applications.dispatch` (posted, sent, legal force, rectified) and `applications.support` (money, conditions).
"""
