"""Every text of the pages: one file a page, each key with its Japanese and its English words side by side."""
