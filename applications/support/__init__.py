"""What follows from granted support: payments and repayments, recorded here and made elsewhere (D12); conditions.

balance.py   balance(case): granted, paid, repaid, left, per measure and in all; support in kind
actions.py   record_payment, meet_condition
"""
