"""Values that records hold: dates, ids, figures, languages, codes, one module each.

They are immutable, parse and print themselves, and know nothing of records. Nothing is imported
here: whoever wants a word of a closed list need not load the calendars.
"""

__all__: list[str] = []
