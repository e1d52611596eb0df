"""The only write door: one verb, one transaction, one journal entry."""
