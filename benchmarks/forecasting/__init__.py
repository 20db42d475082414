"""Our models beside their peers, on real queues and on the sample hosting desk."""
