"""What an operator needs of a running program: health, metrics, timers, figures of its use."""
