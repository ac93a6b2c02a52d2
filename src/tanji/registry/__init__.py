"""What happens to documents: cases under procedures, their events, comments, to-dos and notices.

- models       tables
- actions      one function a verb; each in one transaction with its event
- steps        actions by their names, as doors take them
- queries      all that doors read: cases, events, what there is to do
- parties      other organisations in a case
- comments     words on drafts and cases
- notices      words to people
- waiting      to-dos, as the procedure says after each step
- ticking      what time does by itself
- idempotency  the same request twice has one effect
- bodies       bodies of studies that come from outside
- importing    a study from a file
- studies      products, drafts, computing, declaring
"""
