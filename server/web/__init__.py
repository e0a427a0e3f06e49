"""What every request and answer passes through: bodies, headers, compression, the tablet app's files."""
