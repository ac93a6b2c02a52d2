"""Addresses of publishers' pages and of the centre of tasks."""

from __future__ import annotations

from django.urls import path

from tanji.web.publisher import cases, databases, imports, releases, tasks

_ONE = "databases/<uuid:pk>/"
_READING = f"{_ONE}imports/<uuid:job>/"
_RELEASE = f"{_ONE}<uuid:release>/"

urlpatterns = [
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/jobs/<uuid:pk>/", tasks.job, name="job"),
    path("tasks/jobs/<uuid:pk>/part/", tasks.job_state, name="job_part"),
    path("tasks/jobs/<uuid:pk>/cancel/", tasks.cancel, name="job_cancel"),
    path("databases/", databases.databases, name="databases"),
    path("databases/new/", databases.new, name="database_new"),
    path("databases/import/", databases.choose, name="database_choose"),
    path("databases/cases/<uuid:pk>/", cases.case, name="publication"),
    path("databases/cases/<uuid:pk>/invite/", cases.invite, name="publication_invite"),
    path(_ONE, databases.database, name="database"),
    path(f"{_ONE}archive/", databases.archive, name="database_archive"),
    path(f"{_ONE}import/", imports.upload, name="database_import"),
    path(_READING, imports.reading, name="database_reading"),
    path(f"{_READING}confirm/", imports.confirm, name="database_confirm"),
    path(f"{_READING}discard/", imports.discard, name="database_discard"),
    path(f"{_READING}report.csv", imports.report, name="database_report"),
    path(_RELEASE, releases.overview, name="release"),
    path(f"{_RELEASE}processes/", releases.processes, name="release_processes"),
    path(f"{_RELEASE}processes/<path:process>/", releases.process, name="release_process"),
    path(f"{_RELEASE}check/", releases.check, name="release_check"),
    path(f"{_RELEASE}compare/", releases.compare, name="release_compare"),
    path(f"{_RELEASE}impact/", releases.impact, name="release_impact"),
    path(f"{_RELEASE}publish/", releases.publish, name="release_publish"),
    path(f"{_RELEASE}current/", releases.current, name="release_current"),
]
