"""Many products at once: lines of products to results, in partitions that anybody may compute in any order.

reason    why a line is not in the total
link      what each distinct item and unit of the lines is
lines     which lines of a run of rows count, and as how much of what
nested    products that other products use, solved as one system
prepare   everything that partitions share, once
partition a run of products: results, problems, counts
execute   partitions here, in processes, or on Dask
run       all of these, taking up what is finished

Tables are read and written by `tanji.formats.portfolio`; nothing here opens a file.
"""

from tanji.assess.portfolio.execute import Dask, Executor, Pool, SchedulerLost, Serial
from tanji.assess.portfolio.request import Options, Request
from tanji.assess.portfolio.run import Outcome, run

__all__ = ["Dask", "Executor", "Options", "Outcome", "Pool", "Request", "SchedulerLost", "Serial", "run"]
