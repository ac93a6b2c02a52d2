"""`tanji meter …`: the metrology register — read, check, list, show; measured emissions beside calculated ones.

- reading    read, check
- listing    list, show
- beside     beside
- register   the documents of the register that the home keeps, and those that a study refers to
"""
