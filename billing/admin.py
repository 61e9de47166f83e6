"""Staff screens of this app."""
