"""A study: overview, rules, cards with its lines, computing, statement, history.

- desk    what every page of a study shows: product, tabs, state, whether the result is stale
- cards   the cards of data, what the rules ask on each, how complete it is
- lines   one line of a card: the form, and what it does to the body of the draft
- views   pages
"""
