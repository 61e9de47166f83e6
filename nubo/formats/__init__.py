"""How dates look, where Django's own ways are too long for a column."""
