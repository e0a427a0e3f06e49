"""A model of sync: tablets as they must behave, the real server, and everything that can go wrong between."""
