"""Released background databases: one path from documents to a release, for every database.

- tables        columns of a release's tables, and their digest by content
- columns       documents as columns, and back
- names         what messages call a thing, and how names are compared
- measure       amounts in the reference unit of a flow
- allocate      products of a process, and the share that each carries
- link          how an input finds its supplier
- characterise  which gas an elementary flow is, and on which lines it counts
- compile       the matrices of the system
- assemble      the tables of a release, from all of these
- findings      what publishing found, in words and counts
- listings      what a person sees of each process
- publish       all of these, one after the other, into a release
- shelf         where releases and documents are kept
- opened        a release, opened: listings, processes, system, intensities, gaps
- intensities   the score of one unit of every process, kept on disk
- gaps          what a demand needs and the release lacks
- search        processes by words
- match         processes proposed for a name, with score and reason
- audit         whether the files still hold what the manifest says
"""
