"""What the guard has learned: a small neural reader of meaning, run offline on one core."""
