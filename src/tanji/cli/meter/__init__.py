"""`tanji meter …`: the metrology register — read, check, list, show, pick; measured emissions beside calculated ones.

- reading    read, check
- listing    list, show
- picking    pick
- beside     beside
- register   the documents of the register that the home keeps, and those that a study refers to
"""
