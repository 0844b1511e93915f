"""From texts and labels to a model, knowing no paths, stores or screens."""
