"""The only read door: every function takes the viewer and the instant, hands out frozen values, never writes."""
