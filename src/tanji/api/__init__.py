"""The door for machines: the same actions and queries as JSON, under /api/v1/.

- application  all operations together, with their description (OpenAPI)
- arriving     what happens to every request: key, limits, idempotency, problems
- signing      who comes: by key, or in a session with a token against forgery
- problems     a refusal as problem+json
- parsing      JSON that can be kept: finite numbers, no control characters
- pages        lists in pieces
- shapes       what operations take and give
- me, products, studies, taking, documents, factors, rules, cases, files   the operations
"""
