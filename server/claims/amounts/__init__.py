"""What KX is counted from: amounts used as they were entered, own days by a fee table, all in cents."""
