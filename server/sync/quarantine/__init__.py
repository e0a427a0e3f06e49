"""What was not taken: copies of refused mutations, and sealed outboxes that wait for their author."""
