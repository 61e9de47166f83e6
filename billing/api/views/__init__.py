"""The routes of billing, by noun: permission, one action, one answer."""
