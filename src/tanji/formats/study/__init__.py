"""Studies as workbooks (.xlsx, .csv), YAML and JSON: read, a template, error files, and studies written back."""

from tanji.formats.study.faults import write_faults
from tanji.formats.study.read import StudyRead, read
from tanji.formats.study.template import write_template
from tanji.formats.study.workbook import CannotHold, write_workbook

__all__ = ["CannotHold", "StudyRead", "read", "write_faults", "write_template", "write_workbook"]
