"""What people see. Takes the nouns of the rooms before it; gives pages and the published widget."""
