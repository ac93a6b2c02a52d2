"""Audits of a release (交叉验证, 溯源性核验): functions from an opened release to a report of what may be wrong in it.

- thresholds   limits and lists of words, as data with their sources
- subject      a release as an audit reads it: exchanges with flows, masses, energies and gases, by process
- balances     mass, energy and carbon in and out of a process
- slips        amounts that are a conversion of units away from what they should be
- outliers     intensities and exchanges far from those of peers of the same product and unit
- coverage     factors that hold CO2 only, or burning only, where a life cycle is wanted
- doubles      what is counted twice
- dates        age and validity
- evidence     missing sources and links to evidence that is not there
- amounts      signs and distributions that can not be
- chains       the intensity of a product against the sum of its supply chain
- audit        all of these, one after the other
"""
