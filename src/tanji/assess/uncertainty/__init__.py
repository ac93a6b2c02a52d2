"""How uncertain a footprint is: all that is stated, drawn together and expanded at its means.

- source       what is drawn once, and the key under which it is drawn
- formulas     formulas over arrays of draws
- spread       a stated uncertainty as a distribution about its nominal value
- vary         the total of a study in many draws at once
- background   sampled intensities of releases
- state        what a study and its suppliers state, line by line
- streams      random values of every source
- first_order  the law of propagation at mean coefficients
- explain      why mean and nominal value differ, why no more was drawn
- propagate    the distribution of a footprint's total
- paired       two products draw by draw
- sensitivity  by how much the total follows each parameter and line
"""
