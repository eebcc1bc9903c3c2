"""The process in four slices, in the order of the model. A slice reads its past, never its future.

initiering  a group makes contact, meets the city, applies; the committee decides (decision 1)
samarbete   more actors are told and asked; the group proposes measures; the committee decides (decision 2)
utforande   the group tells the result and carries the measures out; the officer checks in
resultat    the group accounts for seven questions; the officer approves and closes
"""

ORDER = ("initiering", "samarbete", "utforande", "resultat")
