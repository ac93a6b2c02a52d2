"""Workflows as data: a procedure says who may do what when; a case is moved by a pure function.

- pack     procedures that come with Tanji, as YAML, checked when they are read
- guards   conditions of actions, by name
- advance  one action on a case: the next case, or a refusal that says why
- waiting  what may be done with a case, by whom, and what is late
- diagram  a procedure as a picture in Mermaid and in words
"""
