"""The study report (产品碳足迹报告): one model of its sections, written as PDF, DOCX, XLSX and JSON.

- page        what a report is made of: sections, paragraphs, tables, figures
- build       the report of a footprint with its study, conformity and statement, in one language
- overview scope inventory results rules annexes   its chapters
- boundary    the picture of the system boundary
- bars        the picture of stages and of the largest contributions
- pdf docx xlsx plain    the forms in which it is written
"""
