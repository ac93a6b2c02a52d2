"""`tanji rule …`: accounting rules as packs — listed, shown, linted, tested, compared, resolved, begun;
and the tables of requirements and of equivalence.

- listing    list, show
- reading    a pack in words
- citing     clauses and severities
- covering   checklist
- packs      the packs of a name or a folder, with what they build on
- proving    lint, test
- differing  diff
- resolving  resolve
- standing   equivalent
- beginning  new
"""
