"""The committee: its meetings and which cases stand on their agendas.

agenda.py    which report waits for an agenda, what each case lacks, what comes next (queries)
actions.py   put_on_agenda, take_off_agenda, move_agenda_item
guards.py    what hinders them
panel.py     what the committee's work shows on the pages of the case, for city and group

What is decided there: `applications.decisions` (registered, released), `applications.dispatch` (posted, sent,
legal force, rectified) and `applications.support` (money and conditions afterwards).
"""
