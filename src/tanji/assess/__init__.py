"""From a study to its footprint, without input or output: terminal, web worker and a verifier's laptop run these lines.

- amounts    how much of each activity one output of its step takes
- expand     the lines of a study per unit of analysis, through all steps of the maker
- supply     the score of one unit of what a line takes, and whether it may be taken for it
- conventions  limits that Tanji sets itself
- connect    names of lines matched with background processes
- judge      what a reader of the result should know
- coverage   how much of the study and of the inventory is in the total
- calculate  study, background and method to footprint
- compare    two footprints, line by line
- impact     how far footprints move when a release follows another
- scheme     data-quality schemes as data; scoring: the scores of a line, stated or derived
- quality    the rating of a footprint by a scheme; trend: how it moves
- pedigree   uncertainty from pedigree scores
- metrology  uncertainty from meters, their classes and calibrations
- uncertainty  all that is stated drawn together, and expanded at its means; two footprints draw by draw
- rounding   numbers as documents keep them
- verify     a claimed footprint against its recomputation
- portfolio  very many products at once, in partitions
"""
