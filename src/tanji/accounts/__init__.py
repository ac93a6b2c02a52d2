"""People and organisations: who may do what, for whom.

- models       tables: people, organisations, memberships, invitations, keys
- acting       who acts now: a person for an organisation in roles
- tables       tables that come with a package, as CSV
- permissions  one table of role × kind × action; nothing else is allowed
- tenancy      rows of other organisations are out of reach, in the database too
- middleware   language and acting of each request
- doors        what each page asks of who comes
- refusals     how a refusal is answered by the doors
"""
