"""What happens to documents: cases under procedures, their events, comments, to-dos and notices.

- models   tables
- actions  one function a verb; each in one transaction with its event
- queries  all that doors read
"""
