"""What is billed for a service day: patient × date × discipline × payer policy.

Signing, correcting or voiding a visit makes its service day due. This package gathers the day over all its
visits, asks `server.billing` for lines, and keeps each answer as a numbered revision. It decides nothing
about units: that is billing's part. It decides whether a day is complete, and says who must do what when it
is not.
"""
