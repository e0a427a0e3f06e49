"""Backups: one consistent copy of everything in the database, verified before anybody relies on it.

tables       the tables of the database, and how they are read and written on either engine
snapshot     a copy in one SQLite file, of SQLite or of PostgreSQL, while the server runs
manifest     what a backup says of itself
verify       opening it again and comparing it with what it says
generations  the folder in which backups stand, newest first; a fixed number is kept
making       all of that, and then telling the organizations how far they are safe
restoring    putting one back, under a new epoch, so that tablets send again what came later
nightly      the job
"""
