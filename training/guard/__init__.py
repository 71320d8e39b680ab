"""The guard's training texts, and the training of its model."""
