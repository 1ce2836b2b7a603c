//! What the world is called: lists of actors, offices and places, and the index that finds them by name.
