"""Cards of models, families and makers, and the facts that they and others are made of."""
