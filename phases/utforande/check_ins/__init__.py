"""Avstämningar between officer and group: booked, moved or cancelled, held, noted, confirmed (R36)."""
