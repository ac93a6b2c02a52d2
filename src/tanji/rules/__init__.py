"""Rules of accounting as code: packs are read, linted, resolved for a product, and held against a study.

- pack        YAML folders and documents
- expression  CEL behind one adapter: compiled with a check of every name, evaluated to true, false or undecided
- tree        the syntax tree of an expression, and which members of the facts it reads
- facts       what a rule may look at: study, footprint, what follows from them
- functions   conditions that CEL can not say
- check       facts against a rule set, verdict by verdict
- lint        what is wrong with a pack before anybody uses it
- casebook    the worked cases of a pack, run
- resolve     which packs hold for a product, place and day
- difference  two versions of a pack, in words
- grammar     a condition as a tree, for saying it
- prose       a rule in words, Chinese and English
- checklist   the requirements of the standards, and which rule works each off
- equivalence which rule may stand for which, by whose decision
- stack       what a pack stands on, and the rules that follow from its content
- told        typed content in words
- questions   what a form has to ask
- register    real standards, recommended lists, catalogue, targets
"""
