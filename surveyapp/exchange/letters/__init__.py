"""Invitation letters: the lists for a mail merge, and letters ready to print.

``lists`` writes XLSX and CSV, ``paper`` the PDF in the words of ``words``. Nothing here knows an address of
a family: a letter has a number, and the county knows whose it is.
"""
