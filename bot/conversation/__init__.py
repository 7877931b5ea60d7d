"""What decides in a conversation: events, the state they fold into, and the plan for a turn."""
