"""What leaves for and arrives from other systems: claim files, exports. Nothing does yet."""
