"""Activities that an organization adds to the library: in its own words, for all of its tablets."""
