"""How the learned weights are made: texts written for the purpose, and one command that trains on them."""
