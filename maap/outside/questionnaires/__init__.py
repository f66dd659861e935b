"""Questionnaires in and out of files: YAML and XLSForm workbooks."""
