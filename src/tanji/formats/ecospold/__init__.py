"""What both versions of EcoSpold share; `ecospold1` and `ecospold2` are the formats.

body        an XML element taken apart: what is modelled is taken, the rest is left as JSON and comes out again
facts       numbers, dates, CAS numbers, pedigrees, prose
judge       findings and counts while reading; their sentences stand in `data/findings.csv`
book        the flows of a package, put together from what each exchange says of its flow
extension   what a document says that the format has no place for, in an element of our own namespace
files       the files of a path, and which version of EcoSpold each is by its content
reading     the job in the child process; writing: documents to a file that reads back the same
"""
