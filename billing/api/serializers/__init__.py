"""Shapes that billing reads and writes, by noun."""
