"""Results of a study: shown from what is stored, never computed by looking.

- shown        the version that an address names, and the sentence that says what matters
- charts       contributions, stages, bill of materials, uncertainty, peers
- conformity   verdicts of the rules with links to what is to be mended
- scenarios    scenarios of a study, and what makes the difference
- reports      PDF, DOCX, XLSX and JSON of one version
- views        pages
"""
