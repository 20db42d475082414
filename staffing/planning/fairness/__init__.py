"""Who has the duties that nobody likes, and whose wishes are kept: counted over past periods, evened out, told."""
