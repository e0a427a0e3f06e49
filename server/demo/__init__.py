"""The demo organization: a clinic with people, patients and visits, all of them plainly invented.

It is filled through the same operations that tablets reach, signatures and billing included, so what is shown
is what the server really does. It never touches a database that holds anything else.
"""
