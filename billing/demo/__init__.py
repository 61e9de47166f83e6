"""Believable demo data: a Portuguese catalogue, companies and people, and months of buying and billing.

Three parts, lowest first: ``catalogue`` (bulk, up to a million datasets), ``accounts`` (bulk), ``sales`` (through the real
actions, day by day, so that invoices are what the shop itself would have written). ``facts`` and ``words`` are material.
"""
