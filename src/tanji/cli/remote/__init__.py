"""`tanji login`, `tanji logout`, `tanji push`: a server of Tanji as seen from the terminal."""
