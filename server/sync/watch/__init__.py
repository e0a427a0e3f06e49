"""Watching over tablets: what each told of itself, and what of its work never arrived.

report   a tablet's report is taken in; what follows from it
missing  which numbers are neither here nor on the tablet, and how that is told
desk     the page of tablets
"""
