"""Pages of accounting rules: register, packs, which rule applies, what changed, drafts with check and trial.

- shown   packs, rule sets and registers as tables
- views   what everybody may read
- drafts  what standards officers write
- forms   what they are asked
"""
