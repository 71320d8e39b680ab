"""What triage has learned: a small neural reader of what the public writes, run offline on one core."""
