"""The documents a data protection officer asks for, made from what a survey really is."""
