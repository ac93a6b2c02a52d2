"""`tanji rule …`: accounting rules as packs — listed, shown, linted, tested, compared, resolved, begun.

- listing    list, show
- packs      the packs of a name or a folder, with what they build on
- proving    lint, test
- differing  diff
- resolving  resolve
- beginning  new
"""
