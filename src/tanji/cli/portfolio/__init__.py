"""`tanji portfolio …`: very many products at once — an example to begin with, the computation, a look at its results.

- beginning  template
- running    run
- showing    show
"""
