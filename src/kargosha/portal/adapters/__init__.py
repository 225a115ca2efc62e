"""What the ports of the kernel are joined to."""
