"""A queue played through contact by contact: seeded arrivals, handle times and patience, served in turn.

Takes rates, people by interval and a seed; gives what so many days would have counted, with its doubt. It knows no
requirement and no plan: the figures of the rest of the room are checked against it.
"""
