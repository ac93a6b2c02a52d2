"""Small uncertain studies that can be checked by hand, and their propagation without any background."""

from __future__ import annotations

from tests.background.packages import method

from tanji.assess.uncertainty.propagate import propagate
from tanji.model.process import Parameter, Uncertainty
from tanji.model.study import DataSource, OwnFactor

SOURCE = DataSource(type="literature", document="For tests")


def factor(value=1.0, unit="kg", uncertainty=None, **more):
    """A factor that a study states, in kg CO2e per unit."""
    return OwnFactor(value=value, unit=unit, source=SOURCE, uncertainty=uncertainty, **more)


def normal(sd, **more):
    """Relative: ± sd of the amount itself."""
    return Uncertainty(kind="normal", relative=True, sd=sd, **more)


def lognormal(gsd, **more):
    """Relative, with the figure itself as the median."""
    return Uncertainty(kind="lognormal", relative=True, gsd=gsd, **more)


def parameter(name, value=None, uncertainty=None, **more):
    """A parameter of a study."""
    return Parameter(name=name, value=value, uncertainty=uncertainty, **more)


def drawn(study, draws=20_000, seed=1, background=None, **more):
    """The propagation of a study."""
    return propagate(study, background or {}, method(), draws=draws, seed=seed, **more)


def sd(study, **more):
    """The standard uncertainty of a study, by the law of propagation and by draws."""
    result = drawn(study, **more).result
    return result.first_order_sd, result.sd
