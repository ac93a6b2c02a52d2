"""Studies as workbooks (.xlsx, .csv), YAML and JSON: read, a template, error files, and studies written back."""

from tanji.formats.study.read import StudyRead, read
from tanji.formats.study.template import write_template

__all__ = ["StudyRead", "read", "write_template"]
