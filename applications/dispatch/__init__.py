"""After a decision is released: posted on the notice board, sent to the group, legal force, rectified (D3–D5).

actions.py   post_decision, send_decision, set_legal_force, rectify_decision, enter_referral_number
guards.py    what hinders them
"""
