"""Long work: asked for by an action, done by a worker, resumed by another one after a crash, without doing twice.

The Job row is the queue. A worker claims it with a lease and a fence; whatever it writes names its fence, so that a
worker that was thought dead can write nothing any more.
"""

from tanji.catalog.jobs.asking import cancel, enqueue, get_job, jobs, latest, put_away
from tanji.catalog.jobs.kinds import job
from tanji.catalog.jobs.run import Cancelled, LostLease, Run
from tanji.catalog.jobs.worker import run_waiting, work

__all__ = [
    "Cancelled",
    "LostLease",
    "Run",
    "cancel",
    "enqueue",
    "get_job",
    "job",
    "jobs",
    "latest",
    "put_away",
    "run_waiting",
    "work",
]
