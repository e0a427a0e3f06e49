"""Comparing what a tablet holds with the feed, once a day: a net under everything else.

sums    a digest for each scope, then for each part of one, so that the rows that differ are found
repair  those rows as they are now; that a tablet asks for them is the report of a fault
"""
