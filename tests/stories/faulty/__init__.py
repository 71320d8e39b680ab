"""What the story of the faults needs: workers that are killed, a network that fails, a person who reconnects."""
