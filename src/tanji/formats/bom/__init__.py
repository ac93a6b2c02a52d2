"""Bills of materials as firms keep them: found in any workbook, read by a plan that a person confirms."""
