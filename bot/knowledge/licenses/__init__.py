"""What a licence allows and asks, and which model has which."""
