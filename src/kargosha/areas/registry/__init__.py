"""People, their households and their groups: who they are, what they can do, what they already received."""
